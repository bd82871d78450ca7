import type { ClosedStatus, EventEnvelope, OpportunityClosing } from '@touchstream/events';
import { change, drop, put } from '../keyed/index.js';
import { minorOf } from '../money/index.js';
import { rotsAt } from '../pipeline-board/course.js';
import type { Customer360 } from './document.js';
import type { OpenOpportunity } from './open-business.js';
import { seen, withCounts, withTotals, type Steps } from './parts.js';

/** The document with its open opportunities changed, and the next step that follows from them. */
function withOpen(doc: Customer360, openOpportunities: readonly OpenOpportunity[]): Customer360 {
  let nextStep: Customer360['nextStep'] = null;
  for (const { id: opportunityId, nextStep: step } of openOpportunities)
    if (step !== null && (nextStep === null || step.dueAt < nextStep.dueAt)) nextStep = { opportunityId, ...step };
  return { ...doc, openOpportunities, nextStep };
}

const revised = (
  doc: Customer360,
  opportunityId: string,
  to: (one: OpenOpportunity) => Partial<OpenOpportunity>,
): Customer360 => withOpen(doc, change(doc.openOpportunities, opportunityId, to));

function opened(before: Customer360, { data }: EventEnvelope<'opportunity.opened'>): Customer360 {
  const { opportunityId: id, name, ownerId, pipelineId, stageId, stageName, probability, forecastCategory } = data;
  const { currency } = data.amount;
  const doc = withTotals(withCounts(before, { opportunities: 1 }), currency, {});
  return withOpen(
    seen(doc, 'opportunity', data.openedAt),
    put(doc.openOpportunities, {
      id,
      name,
      ownerId,
      pipelineId,
      stageId,
      stageName,
      probability,
      forecastCategory,
      expectedCloseDate: data.expectedCloseDate ?? null,
      openedAt: data.openedAt,
      stageEnteredAt: data.openedAt,
      stalledAt: rotsAt(data.openedAt, data.rotAfterDays),
      nextStep: null,
      minor: minorOf(data.amount),
      currency,
    }),
  );
}

function reopened(before: Customer360, { data }: EventEnvelope<'opportunity.reopened'>): Customer360 {
  const { name, openedAt, expectedCloseDate = null, forecastCategory, nextStep = null } = data.opportunity;
  const { currency } = data.amount;
  const minor = minorOf(data.amount);
  const wasWon = data.closedAs === 'won' ? { deals: -1, won: -minor } : {};
  const doc = withTotals(withCounts(before, { [data.closedAs]: -1 }), currency, wasWon);
  return withOpen(
    doc,
    put(doc.openOpportunities, {
      id: data.opportunityId,
      name,
      openedAt,
      expectedCloseDate,
      forecastCategory,
      nextStep,
      ownerId: data.ownerId,
      pipelineId: data.pipelineId,
      stageId: data.to,
      stageName: data.toName,
      probability: data.probability,
      stageEnteredAt: data.enteredAt,
      stalledAt: rotsAt(data.enteredAt, data.rotAfterDays),
      minor,
      currency,
    }),
  );
}

const closed = (doc: Customer360, { opportunityId }: Readonly<OpportunityClosing>, as: ClosedStatus): Customer360 =>
  withOpen(withCounts(doc, { [as]: 1 }), drop(doc.openOpportunities, opportunityId));

/** The chances of business with a customer. */
export const opportunities: Steps = {
  'opportunity.opened': opened,
  'opportunity.stage-changed': (doc, { data }) =>
    revised(doc, data.opportunityId, () => ({
      stageId: data.to,
      stageName: data.toName,
      probability: data.probability,
      stageEnteredAt: data.enteredAt,
      stalledAt: rotsAt(data.enteredAt, data.rotAfterDays),
    })),
  'opportunity.stalled': (doc, { data, occurredAt }) =>
    revised(doc, data.opportunityId, ({ stalledAt }) => ({ stalledAt: stalledAt ?? occurredAt })),
  'opportunity.amount-revised': (doc, { data }) =>
    revised(doc, data.opportunityId, () => ({ minor: minorOf(data.new) })),
  'opportunity.close-date-revised': (doc, { data }) =>
    revised(doc, data.opportunityId, () => ({ expectedCloseDate: data.new })),
  'opportunity.probability-overridden': (doc, { data }) =>
    revised(doc, data.opportunityId, () => ({ probability: data.new })),
  'opportunity.forecast-category-set': (doc, { data }) =>
    revised(doc, data.opportunityId, () => ({ forecastCategory: data.to })),
  'opportunity.next-step-set': (doc, { data: { opportunityId, text, dueAt } }) =>
    revised(doc, opportunityId, () => ({ nextStep: { text, dueAt } })),
  'opportunity.transferred': (doc, { data }) => revised(doc, data.opportunityId, () => ({ ownerId: data.to })),
  'opportunity.won': (doc, { data }) =>
    seen(
      withTotals(closed(doc, data, 'won'), data.amount.currency, { deals: 1, won: minorOf(data.amount) }),
      'won',
      data.enteredAt,
    ),
  'opportunity.lost': (doc, { data }) => closed(doc, data, 'lost'),
  'opportunity.abandoned': (doc, { data }) => closed(doc, data, 'abandoned'),
  'opportunity.reopened': reopened,
};
