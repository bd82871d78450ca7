import type { caseHandlingEvents } from '@touchstream/events';
import type { Evolve } from './parts.js';
import { after, isInWork, moved, statusInWork } from './state.js';

export const evolveHandling: Evolve<typeof caseHandlingEvents> = {
  'case.opened': (_, { data }) => ({
    status: 'open',
    caseId: data.caseId,
    number: data.number,
    kind: data.kind,
    customerId: data.customerId,
    openedAt: data.openedAt,
    subject: data.subject,
    severity: data.severity,
    priority: data.priority,
    customerContacts: 1,
    links: [],
    reopenings: 0,
    movedAt: data.openedAt,
    complaint: {
      acknowledgementDueAt: data.acknowledgementDueAt,
      actions: new Map(),
      referrals: [],
    },
  }),
  'case.classified': after(({ complaint }, { category, productId, cause, acknowledgementDueAt, case: now }) => ({
    kind: now.kind,
    category,
    productId,
    cause,
    complaint: { ...complaint, acknowledgementDueAt: acknowledgementDueAt ?? complaint.acknowledgementDueAt },
  })),
  'case.priority-changed': after((_, { to }) => ({ priority: to })),
  'case.assigned': after((_, { to, teamId }) => ({ ownerId: to, teamId })),
  'case.transferred': after((_, { to }) => ({ ownerId: undefined, teamId: to })),
  'case.auto-acknowledged': after((_, { templateId }) => ({ autoAcknowledgement: { templateId } })),
  'case.first-responded': moved((of, { at }) => {
    const answered = { ...of, firstRespondedAt: at };
    return isInWork(answered) ? { ...answered, status: statusInWork(answered) } : answered;
  }),
  'case.responded': state => state,
  'case.note-added': state => state,
  'case.customer-replied': after(({ customerContacts }) => ({ customerContacts: customerContacts + 1 })),
  'case.escalated': after((_, { level, to }) => ({ escalation: { level, to } })),
  'case.linked': after(({ links }, { linkedCaseId, relation }) => ({ links: [...links, { linkedCaseId, relation }] })),
  'case.diagnosis-recorded': after((_, { path, articleIds }) => ({ diagnosis: { path, articleIds } })),
  'case.solution-proposed': after((_, { solution, articleId }) => ({ solution: { solution, articleId } })),
};
