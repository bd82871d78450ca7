import { opportunityEvents } from '@touchstream/events';
import { productsIn } from '../priced/index.js';
import { aggregateView, distinct, keyedBy } from '../view/index.js';
import { emptyCard, type PipelineCard } from './card.js';
import { course } from './course.js';
import { terms } from './terms.js';

/**
 * Opportunities as cards of a board, open and closed, keyed by opportunity id. Sums over cards are made with the
 * store's tally over `amount`; the weighted ones by grouping by `probability` too (see `boardSums`), because
 * amount × probability of one large deal may be more than a JSON number holds.
 */
export const pipelineBoard = aggregateView<PipelineCard>({
  events: opportunityEvents,
  name: 'pipeline-board',
  version: 2,
  keys: keyedBy('opportunityId'),
  initial: emptyCard,
  on: { ...course, ...terms },
  index: card => ({
    fields: {
      name: card.name,
      customerId: card.customerId,
      pipelineId: card.pipelineId,
      stageId: card.stageId,
      stageOrder: card.stageOrder,
      status: card.status,
      ownerId: card.ownerId,
      currency: card.currency,
      amount: card.amount,
      probability: card.probability,
      forecastCategory: card.forecastCategory,
      expectedCloseDate: card.expectedCloseDate,
      openedAt: card.openedAt,
      stalledAt: card.stalledAt,
      nextStepDueAt: card.status === 'open' ? (card.nextStep?.dueAt ?? null) : null,
      closedAt: card.closedAt,
    },
    lookups: {
      contact: card.stakeholders.map(one => one.id),
      competitor: card.competitors.map(one => one.id),
      product: productsIn(card.lines),
    },
    text: distinct([card.name]),
  }),
  indexes: [
    { name: 'by-stage', fields: ['status', 'pipelineId', 'stageId', 'expectedCloseDate'] },
    { name: 'by-owner', fields: ['status', 'ownerId', 'expectedCloseDate'] },
    { name: 'by-customer', fields: ['customerId', 'openedAt'] },
    { name: 'by-close-date', fields: ['status', 'expectedCloseDate'] },
    { name: 'by-next-step', fields: ['ownerId', 'nextStepDueAt'] },
    { name: 'by-name', fields: ['status', 'name'] },
    { name: 'stalled', fields: ['stalledAt'] },
    { name: 'by-closing', fields: ['status', 'closedAt'] },
    {
      name: 'sums',
      fields: [
        'status',
        'pipelineId',
        'stageId',
        'stageOrder',
        'forecastCategory',
        'currency',
        'probability',
        'amount',
      ],
    },
  ],
});
