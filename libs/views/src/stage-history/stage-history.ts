import { opportunityEvents, type ClosedStatus, type OpportunityClosing } from '@touchstream/events';
import { minorOf } from '../money/index.js';
import { aggregateView, keyedBy } from '../view/index.js';
import { emptyHistory, type StageHistory } from './document.js';

interface Entry {
  readonly stageId: string;
  readonly order: number;
  readonly at: string;
}

const left = (doc: StageHistory, at: string): StageHistory['stays'] =>
  doc.stays.map(stay => (stay.exitedAt === null ? { ...stay, exitedAt: at } : stay));

const entered = (doc: StageHistory, { stageId, order, at }: Entry): StageHistory => ({
  ...doc,
  stays: [...left(doc, at), { stageId, order, enteredAt: at, exitedAt: null }],
  firstEntries: doc.firstEntries.some(one => one.id === stageId)
    ? doc.firstEntries
    : [...doc.firstEntries, { id: stageId, order, at }],
  highestOrder: Math.max(doc.highestOrder, order),
});

const closed = (
  doc: StageHistory,
  { enteredAt: at }: Readonly<OpportunityClosing>,
  outcome: ClosedStatus,
): StageHistory => ({
  ...doc,
  outcome,
  closedAt: at,
  stays: left(doc, at),
  closings: [...doc.closings, { outcome, at, amount: doc.amount, reopenedAt: null }],
});

/**
 * The stays of opportunities in the stages of their processes, keyed by opportunity id. The amount is what was last said of
 * it: entries say what it was when they were recorded, which may come of events that are missing from a cut of the past.
 */
export const stageHistory = aggregateView<StageHistory>({
  events: opportunityEvents,
  name: 'stage-history',
  version: 2,
  keys: keyedBy('opportunityId'),
  initial: emptyHistory,
  on: {
    'opportunity.opened': (doc, { data }) => ({
      ...entered(doc, { stageId: data.stageId, order: data.stageOrder, at: data.openedAt }),
      customerId: data.customerId,
      ownerId: data.ownerId,
      pipelineId: data.pipelineId,
      pipelineVersion: data.pipelineVersion,
      currency: data.amount.currency,
      amount: minorOf(data.amount),
      openedAt: data.openedAt,
    }),
    'opportunity.stage-changed': (doc, { data }) => ({
      ...entered(doc, { stageId: data.to, order: data.toOrder, at: data.enteredAt }),
      regressions: doc.regressions + (data.direction === 'back' ? 1 : 0),
    }),
    'opportunity.amount-revised': (doc, { data }) => ({ ...doc, amount: minorOf(data.new) }),
    'opportunity.transferred': (doc, { data }) => ({ ...doc, ownerId: data.to }),
    'opportunity.won': (doc, { data }) => closed({ ...doc, amount: minorOf(data.amount) }, data, 'won'),
    'opportunity.lost': (doc, { data }) => closed(doc, data, 'lost'),
    'opportunity.abandoned': (doc, { data }) => closed(doc, data, 'abandoned'),
    'opportunity.reopened': (doc, { data }) => ({
      ...entered(doc, { stageId: data.to, order: data.toOrder, at: data.enteredAt }),
      outcome: 'open',
      closedAt: null,
      closings: doc.closings.map(one => (one.reopenedAt === null ? { ...one, reopenedAt: data.enteredAt } : one)),
    }),
  },
  index: ({ customerId, ownerId, pipelineId, pipelineVersion, outcome, openedAt, closedAt }) => ({
    fields: { customerId, ownerId, pipelineId, pipelineVersion, outcome, openedAt, closedAt },
  }),
  indexes: [
    { name: 'by-pipeline', fields: ['pipelineId', 'openedAt'] },
    { name: 'by-version', fields: ['pipelineId', 'pipelineVersion', 'openedAt'] },
    { name: 'by-closing', fields: ['pipelineId', 'outcome', 'closedAt'] },
    { name: 'by-owner', fields: ['ownerId', 'openedAt'] },
    { name: 'by-customer', fields: ['customerId', 'openedAt'] },
  ],
});
