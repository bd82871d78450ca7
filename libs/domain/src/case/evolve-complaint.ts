import type { complaintEvents, ComplaintDecision, ComplaintUpheld } from '@touchstream/events';
import type { Evolve } from './parts.js';
import { after, type Complaint, type OpenedCase } from './state.js';

const complained = <D>(change: (complaint: Complaint, data: D, of: OpenedCase) => Partial<Complaint>) =>
  after<D>((of, data) => ({ complaint: { ...of.complaint, ...change(of.complaint, data, of) } }));

const decided = (decision: ComplaintDecision) =>
  complained<Readonly<Pick<ComplaintUpheld, 'reason' | 'by' | 'at'>>>((_, { reason, by, at }, { reopenings }) => ({
    decision: { decision, reason, by, at, reopenings },
  }));

export const evolveComplaint: Evolve<typeof complaintEvents> = {
  'complaint.acknowledged': complained((_, { at, by, dueAt, decisionDueAt }) => ({
    acknowledgement: { at, by, dueAt, decisionDueAt },
  })),
  'complaint.investigated': complained((_, { findings, rootCause, responsibleUnit }) => ({
    investigation: { findings, rootCause, responsibleUnit },
  })),
  'complaint.redress-offered': complained((_, { kind, value, description, at }) => ({
    redressAt: at,
    offer: { kind, value, description },
    answer: undefined,
  })),
  'complaint.redress-accepted': complained((_, { at }) => ({
    redressAt: at,
    offer: undefined,
    answer: 'accepted',
  })),
  'complaint.redress-refused': complained((_, { reason, at }) => ({
    redressAt: at,
    offer: undefined,
    answer: 'refused',
    refusal: reason,
  })),
  'complaint.upheld': decided('upheld'),
  'complaint.not-upheld': decided('not-upheld'),
  'complaint.corrective-action-planned': complained(({ actions }, { actionId, action, ownerId, dueAt, at }) => ({
    actions: new Map([...actions, [actionId, { action, ownerId, dueAt, plannedAt: at }]]),
  })),
  'complaint.corrective-action-completed': complained(({ actions }, { actionId, outcome }) => {
    const planned = actions.get(actionId);
    if (planned === undefined) return {};
    return { actions: new Map([...actions, [actionId, { ...planned, completion: { outcome } }]]) };
  }),
  'complaint.referred-externally': complained(({ referrals }, { body, ref }) => ({
    referrals: [...referrals, { body, ref }],
  })),
};
