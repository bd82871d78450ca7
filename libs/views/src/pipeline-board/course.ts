import {
  stalledFrom,
  type ClosedStatus,
  type EventEnvelope,
  type OpportunityClosing,
  type OpportunityEntry,
} from '@touchstream/events';
import { minorOf } from '../money/index.js';
import type { View } from '../view/index.js';
import type { PipelineCard } from './card.js';

/** From when on a deal that entered a stage then counts as stalled by itself; null where the stage has no limit. */
export const rotsAt = (enteredAt: string, rotAfterDays: number | undefined): string | null =>
  rotAfterDays === undefined ? null : stalledFrom(enteredAt, rotAfterDays);

function opened(card: PipelineCard, { data }: EventEnvelope<'opportunity.opened'>): PipelineCard {
  return {
    ...card,
    customerId: data.customerId,
    name: data.name,
    pipelineId: data.pipelineId,
    pipelineVersion: data.pipelineVersion,
    stageId: data.stageId,
    stageName: data.stageName,
    stageOrder: data.stageOrder,
    ownerId: data.ownerId,
    currency: data.amount.currency,
    amount: minorOf(data.amount),
    probability: data.probability,
    forecastCategory: data.forecastCategory,
    expectedCloseDate: data.expectedCloseDate ?? null,
    openedAt: data.openedAt,
    stageEnteredAt: data.openedAt,
    rotAfterDays: data.rotAfterDays ?? null,
    stalledAt: rotsAt(data.openedAt, data.rotAfterDays),
    leadSource: data.leadSource ?? null,
    leadId: data.leadId ?? null,
    partnerId: data.partnerId ?? null,
  };
}

/** Of the amount an entry says what it was when it was recorded: revisions that are missing from a cut of the past may be in that. */
const entered = (card: PipelineCard, data: Readonly<OpportunityEntry>): PipelineCard => ({
  ...card,
  stageId: data.to,
  stageName: data.toName,
  stageOrder: data.toOrder,
  probability: data.probability,
  stageEnteredAt: data.enteredAt,
  rotAfterDays: data.rotAfterDays ?? null,
  stalledAt: rotsAt(data.enteredAt, data.rotAfterDays),
});

const closed = (card: PipelineCard, data: Readonly<OpportunityClosing>, status: ClosedStatus): PipelineCard => ({
  ...card,
  status,
  stageId: data.to,
  stageName: data.toName,
  stageOrder: data.toOrder,
  probability: data.probability,
  stageEnteredAt: data.enteredAt,
  rotAfterDays: null,
  stalledAt: null,
  closedAt: data.enteredAt,
});

/** How an opportunity goes from stage to stage to its end. */
export const course: View<PipelineCard>['on'] = {
  'opportunity.opened': opened,
  'opportunity.stage-changed': (card, { data }) => entered(card, data),
  'opportunity.stalled': (card, { occurredAt }) => ({ ...card, stalledAt: card.stalledAt ?? occurredAt }),
  'opportunity.won': (card, { data }) => ({
    ...closed(card, data, 'won'),
    amount: minorOf(data.amount),
    wonAmount: minorOf(data.amount),
    wonReasons: data.reasons,
    orderId: data.orderId ?? null,
    quoteId: data.quoteId ?? null,
  }),
  'opportunity.lost': (card, { data }) => ({
    ...closed(card, data, 'lost'),
    lostReason: data.reason,
    lostTo: data.competitorId ?? null,
  }),
  'opportunity.abandoned': (card, { data }) => ({
    ...closed(card, data, 'abandoned'),
    lostReason: data.reason ?? null,
  }),
  'opportunity.reopened': (card, { data }) => ({
    ...entered(card, data),
    status: 'open',
    closedAt: null,
    lostReason: null,
    lostTo: null,
    wonReasons: [],
    wonAmount: null,
    orderId: null,
    quoteId: null,
  }),
};
