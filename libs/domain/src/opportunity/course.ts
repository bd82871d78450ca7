import {
  DEFAULT_PIPELINE,
  event,
  OpportunityAbandoned,
  OpportunityLost,
  OpportunityOpened,
  OpportunityReopened,
  OpportunityStageChanged,
  OpportunityStalled,
  OpportunityWon,
  stalledFrom,
  type Money as MoneyData,
} from '@touchstream/events';
import { ensureCustomer } from '../customer/index.js';
import { ensure, missing, refuse, repeats, type CommandMeta } from '../decider/index.js';
import { canonicalMoney, money, ensureSameCurrency } from '../money/index.js';
import { currentVersion } from '../sales-process/index.js';
import { closingStage, directionOf, move, openStage, openStages, versionOf } from './stages.js';
import { existing, open, type Deal, type OpportunityDefinition, type OpportunityFacts } from './state.js';

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string) => Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** An amount in the opportunity's currency, in canonical form. */
export function amountIn(deal: Pick<Deal, 'amount'>, amount: MoneyData, field = '/amount'): MoneyData {
  ensureSameCurrency(money(deal.amount), money(amount), `${field}/currency`);
  return canonicalMoney(amount);
}

/** A document of the customer's; one that names no opportunity may have won any of theirs. */
function ownDocument(kind: 'quote' | 'order', { customerId }: Deal, facts: OpportunityFacts, meta: CommandMeta) {
  const document = facts[kind];
  if (document === undefined || document.status === 'none')
    return missing(`unknown-${kind}`, `there is no such ${kind}`, `/${kind}Id`);
  ensure(document.customerId === customerId, 'other-customer', `the ${kind} is another customer's`, `/${kind}Id`);
  const { opportunityId = meta.aggregateId } = document;
  ensure(
    opportunityId === meta.aggregateId,
    'other-opportunity',
    `the ${kind} is of another opportunity`,
    `/${kind}Id`,
  );
  return document;
}

function ensureWinningOrder(deal: Deal, facts: OpportunityFacts, meta: CommandMeta): void {
  const { status } = ownDocument('order', deal, facts, meta);
  ensure(status !== 'cancelled', 'order-cancelled', 'the order is cancelled', '/orderId');
}

/** A quote that nothing came of wins no deal. */
function ensureWinningQuote(deal: Deal, facts: OpportunityFacts, meta: CommandMeta): void {
  const { status } = ownDocument('quote', deal, facts, meta);
  const ended = status === 'rejected' || status === 'expired' || status === 'withdrawn';
  ensure(!ended, 'quote-ended', `the quote is ${status}`, '/quoteId');
}

/** What whoever lists open deals shows of one. */
const headOf = ({ name, openedAt, expectedCloseDate, forecastCategory, nextStep }: Deal) => ({
  name,
  openedAt,
  expectedCloseDate,
  forecastCategory,
  nextStep,
});

/** What every event says that closes a deal. */
function closing(deal: Deal, kind: 'won' | 'lost', facts: OpportunityFacts, meta: CommandMeta) {
  const to = closingStage(versionOf(deal, facts.process), kind);
  return { ...move(meta.aggregateId, deal, to, meta), oldAmount: deal.amount, openedAt: deal.openedAt };
}

export const courseDecisions = {
  OpenOpportunity({ data, meta }, _, { customer, process }) {
    ensureCustomer(customer);
    const version = process === undefined ? undefined : currentVersion(process);
    if (version === undefined) return missing('unknown-sales-process', 'there is no such sales process', '/pipelineId');
    const stage = data.stageId === undefined ? openStages(version)[0] : openStage(version, data.stageId);
    if (stage === undefined) return refuse('unknown-stage', 'the sales process has no open stage', '/pipelineId');
    const { pipelineId, stageId: _stage, forecastCategory, amount, ownerId, ...told } = data;
    return [
      event(OpportunityOpened, {
        opportunityId: meta.aggregateId,
        pipelineId: pipelineId ?? DEFAULT_PIPELINE,
        pipelineVersion: version.version,
        stageId: stage.id,
        stageName: stage.name,
        stageOrder: stage.order,
        probability: stage.probability,
        rotAfterDays: stage.rotAfterDays,
        forecastCategory: forecastCategory ?? 'pipeline',
        amount: canonicalMoney(amount),
        ownerId: ownerId ?? meta.actor.id,
        openedAt: meta.occurredAt,
        ...told,
      }),
    ];
  },
  ChangeOpportunityStage({ data: { stageId, evidence = [] }, meta }, state, { process }) {
    const deal = open(state, meta);
    const version = versionOf(deal, process);
    const to = openStage(version, stageId);
    if (to.id === deal.stageId) return [];
    return [
      event(OpportunityStageChanged, {
        ...move(meta.aggregateId, deal, to, meta),
        direction: directionOf(deal, to, version),
        rotAfterDays: to.rotAfterDays,
        evidence,
      }),
    ];
  },
  MarkOpportunityStalled({ data: { ruleId }, meta }, state) {
    const deal = open(state, meta);
    if (deal.stalled) return [];
    // A stage without a limit does not stall by itself: a rule may find so after a day.
    const { stageId, enteredAt: since, rotAfterDays = 1 } = deal;
    ensure(
      meta.occurredAt >= stalledFrom(since, rotAfterDays),
      'not-stalled',
      'the opportunity is not in its stage for long enough',
    );
    const days = daysBetween(since, meta.occurredAt);
    return [event(OpportunityStalled, { opportunityId: meta.aggregateId, stageId, days, ruleId, since })];
  },
  WinOpportunity({ data, meta }, state, facts) {
    const before = existing(state, meta);
    const amount = data.amount === undefined ? before.amount : amountIn(before, data.amount);
    if (before.status === 'won' && repeats({ ...data, amount }, before)) return [];
    const deal = open(before, meta);
    const { orderId, quoteId, reasons = [] } = data;
    if (orderId !== undefined) ensureWinningOrder(deal, facts, meta);
    if (quoteId !== undefined) ensureWinningQuote(deal, facts, meta);
    return [event(OpportunityWon, { ...closing(deal, 'won', facts, meta), amount, orderId, quoteId, reasons })];
  },
  LoseOpportunity({ data, meta }, state, facts) {
    if (state.status === 'lost' && repeats(data, state)) return [];
    const deal = open(state, meta);
    const { reason, competitorId, note } = data;
    return [event(OpportunityLost, { ...closing(deal, 'lost', facts, meta), reason, competitorId, note })];
  },
  AbandonOpportunity({ data, meta }, state, facts) {
    if (state.status === 'abandoned' && repeats(data, state)) return [];
    const deal = open(state, meta);
    return [event(OpportunityAbandoned, { ...closing(deal, 'lost', facts, meta), reason: data.reason })];
  },
  ReopenOpportunity({ data: { reason, stageId }, meta }, state, { process }) {
    const deal = existing(state, meta);
    const stageFor = (id: string) => openStage(versionOf(deal, process), id);
    if (deal.status === 'open') {
      const before = deal.reopening ?? { reason, stageId: deal.stageId };
      const isSameStage = stageId === undefined || stageFor(stageId).id === stageFor(before.stageId).id;
      if (before.reason === reason && isSameStage) return [];
      return refuse('opportunity-open', 'the opportunity is open: move it to another stage by itself');
    }
    const to = stageFor(stageId ?? deal.lastOpenStageId);
    return [
      event(OpportunityReopened, {
        ...move(meta.aggregateId, deal, to, meta),
        rotAfterDays: to.rotAfterDays,
        closedAs: deal.status,
        reason,
        opportunity: headOf(deal),
      }),
    ];
  },
} satisfies Partial<OpportunityDefinition['decide']>;
