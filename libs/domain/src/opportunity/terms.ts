import {
  derivedId,
  event,
  ExpectedCloseDateRevised,
  ForecastCategorySet,
  OpportunityAmountRevised,
  OpportunityLineAdded,
  OpportunityLineChanged,
  OpportunityLineRemoved,
  ProbabilityOverridden,
} from '@touchstream/events';
import { isDeepStrictEqual } from 'node:util';
import { ensure, missing } from '../decider/index.js';
import { money } from '../money/index.js';
import { amountOf, lineNet } from '../pricing/index.js';
import { productOnOffer } from '../product/index.js';
import { amountIn } from './course.js';
import { open, type DealLine, type OpenDeal, type OpportunityDefinition } from './state.js';

const MOST_LINES = 200;

/** A line with its net, in the opportunity's currency. */
function priced(deal: OpenDeal, line: Omit<DealLine, 'net'>): DealLine {
  const price = amountIn(deal, line.price, '/price');
  return { ...line, price, net: amountOf(lineNet(money(price), line.qty, line.discount), '/qty') };
}

const lineOf = (deal: OpenDeal, lineId: string): DealLine =>
  deal.lines.find(line => line.lineId === lineId) ??
  missing('unknown-line', 'the opportunity has no such line', '/lineId');

export const termsDecisions = {
  ReviseAmount({ data: { amount, reason }, meta }, state) {
    const deal = open(state, meta);
    const now = amountIn(deal, amount);
    if (now.amount === deal.amount.amount) return [];
    return [event(OpportunityAmountRevised, { opportunityId: meta.aggregateId, old: deal.amount, new: now, reason })];
  },
  ReviseCloseDate({ data: { expectedCloseDate, reason }, meta }, state) {
    const deal = open(state, meta);
    if (expectedCloseDate === deal.expectedCloseDate) return [];
    return [
      event(ExpectedCloseDateRevised, {
        opportunityId: meta.aggregateId,
        old: deal.expectedCloseDate,
        new: expectedCloseDate,
        reason,
      }),
    ];
  },
  ReviseProbability({ data: { probability, reason }, meta }, state) {
    const deal = open(state, meta);
    if (probability === deal.probability) return [];
    return [
      event(ProbabilityOverridden, {
        opportunityId: meta.aggregateId,
        old: deal.probability,
        new: probability,
        reason,
        amount: deal.amount,
      }),
    ];
  },
  SetForecastCategory({ data: { category }, meta }, state) {
    const deal = open(state, meta);
    if (category === deal.forecastCategory) return [];
    return [event(ForecastCategorySet, { opportunityId: meta.aggregateId, from: deal.forecastCategory, to: category })];
  },
  AddOpportunityLine({ data: { discount = 0, ...data }, meta }, state, { product }) {
    const deal = open(state, meta);
    const lineId = data.lineId ?? derivedId(meta.commandId, 'line');
    const before = deal.lines.find(one => one.lineId === lineId);
    // What is told again is held against the line as it was added: the product may have changed or been retired since.
    const { name } = before ?? productOnOffer(product, '/productId');
    const line = priced(deal, { ...data, lineId, name, discount });
    if (before !== undefined && isDeepStrictEqual(before, line)) return [];
    ensure(before === undefined, 'line-exists', 'the opportunity has another line of this id', '/lineId');
    ensure(deal.lines.length < MOST_LINES, 'too-many-lines', `an opportunity has at most ${MOST_LINES} lines`);
    return [event(OpportunityLineAdded, { opportunityId: meta.aggregateId, ...line })];
  },
  ChangeOpportunityLine({ data: { lineId, ...data }, meta }, state) {
    const deal = open(state, meta);
    const before = lineOf(deal, lineId);
    const line = priced(deal, { ...before, ...data });
    if (isDeepStrictEqual(before, line)) return [];
    return [event(OpportunityLineChanged, { opportunityId: meta.aggregateId, ...line, oldNet: before.net })];
  },
  RemoveOpportunityLine({ data: { lineId }, meta }, state) {
    const line = lineOf(open(state, meta), lineId);
    return [event(OpportunityLineRemoved, { opportunityId: meta.aggregateId, ...line })];
  },
} satisfies Partial<OpportunityDefinition['decide']>;
