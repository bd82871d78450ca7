import type {
  ComplaintDecision,
  ComplaintNotUpheld,
  ComplaintUpheld,
  RedressAccepted,
  RedressRefused,
} from '@touchstream/events';
import { change, put } from '../keyed/index.js';
import { amountOf } from '../money/index.js';
import type { View } from '../view/index.js';
import { noComplaintFacts, type CaseDoc, type ComplaintFacts, type Redress } from './document.js';

const withFacts = (doc: CaseDoc, to: (facts: ComplaintFacts) => Partial<ComplaintFacts>): CaseDoc => {
  const facts = doc.complaint ?? noComplaintFacts;
  return { ...doc, complaint: { ...facts, ...to(facts) } };
};

const decided = (
  doc: CaseDoc,
  data: Readonly<ComplaintUpheld | ComplaintNotUpheld>,
  decision: ComplaintDecision,
): CaseDoc =>
  withFacts(doc, () => ({
    decision,
    decidedAt: data.at,
    decidedBy: data.by,
    decisionReason: data.reason,
  }));

const answered = (
  { redress }: ComplaintFacts,
  { kind, value, at }: Readonly<RedressAccepted | RedressRefused>,
  state: Redress['state'],
): Partial<ComplaintFacts> => ({
  redress: {
    kind,
    value: value === undefined ? null : amountOf(value),
    description: redress?.description ?? null,
    offeredAt: redress?.offeredAt ?? null,
    state,
    answeredAt: at,
  },
});

/** The facts of a complaint. */
export const complaint: View<CaseDoc>['on'] = {
  'complaint.acknowledged': (doc, { data }) =>
    withFacts(doc, facts => ({
      acknowledgementDueAt: data.dueAt ?? facts.acknowledgementDueAt,
      acknowledgedAt: data.at,
      acknowledgedBy: data.by,
      decisionDueAt: data.decisionDueAt ?? null,
    })),
  'complaint.investigated': (doc, { data }) =>
    withFacts(doc, () => ({
      investigatedAt: data.at,
      findings: data.findings,
      rootCause: data.rootCause,
      responsibleUnit: data.responsibleUnit,
    })),
  'complaint.redress-offered': (doc, { data }) =>
    withFacts(doc, () => ({
      redress: {
        kind: data.kind,
        value: data.value === undefined ? null : amountOf(data.value),
        description: data.description ?? null,
        state: 'offered',
        offeredAt: data.at,
        answeredAt: null,
      },
    })),
  'complaint.redress-accepted': (doc, { data }) => withFacts(doc, facts => answered(facts, data, 'accepted')),
  'complaint.redress-refused': (doc, { data }) => withFacts(doc, facts => answered(facts, data, 'refused')),
  'complaint.upheld': (doc, { data }) => decided(doc, data, 'upheld'),
  'complaint.not-upheld': (doc, { data }) => decided(doc, data, 'not-upheld'),
  'complaint.corrective-action-planned': (doc, { data: { actionId, action, ownerId, dueAt } }) =>
    withFacts(doc, facts => ({
      actions: put(facts.actions, { id: actionId, action, ownerId, dueAt, completedAt: null, outcome: null }),
    })),
  'complaint.corrective-action-completed': (doc, { data }) =>
    withFacts(doc, facts => ({
      actions: change(facts.actions, data.actionId, () => ({
        completedAt: data.at,
        outcome: data.outcome ?? null,
      })),
    })),
  'complaint.referred-externally': (doc, { data: { body, ref = null, at } }) =>
    withFacts(doc, facts => ({ referrals: [...facts.referrals, { body, ref, at }] })),
};
