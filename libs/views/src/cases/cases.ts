import { caseEvents } from '@touchstream/events';
import { aggregateView, distinct, keyedBy } from '../view/index.js';
import { complaint } from './complaint.js';
import { emptyCase, type CaseDoc } from './document.js';
import { handling } from './handling.js';
import { resolution } from './resolution.js';

/** Whether somebody still has to do something about it. */
const isOpen = ({ status }: CaseDoc): boolean => status === 'open' || status === 'responded' || status === 'resolved';

/** By when an action still to be completed is due: the earliest. */
const actionDueAt = ({ complaint: facts }: CaseDoc): string | null =>
  (facts?.actions ?? [])
    .filter(action => action.completedAt === null)
    .map(action => action.dueAt)
    .sort()[0] ?? null;

const fieldsOf = (doc: CaseDoc) => ({
  number: doc.number,
  kind: doc.kind,
  status: doc.status,
  isOpen: isOpen(doc),
  customerId: doc.customerId,
  ownerId: doc.ownerId,
  teamId: doc.teamId,
  priority: doc.priority,
  severity: doc.severity,
  category: doc.category,
  productId: doc.productId,
  openedAt: doc.openedAt,
  closedAt: doc.closedAt,
});

/** By when receipt is still to be acknowledged: what lies in the past here is overdue. */
const acknowledgementDueAt = (doc: CaseDoc): string | null =>
  doc.kind === 'complaint' && isOpen(doc) && doc.complaint?.acknowledgedAt === null
    ? doc.complaint.acknowledgementDueAt
    : null;

const complaintFieldsOf = ({ complaint: facts }: CaseDoc) => ({
  rootCause: facts?.rootCause ?? null,
  decision: facts?.decision ?? null,
  redress: facts?.redress?.state ?? null,
});

/** The register of cases and complaints, keyed by case id. */
export const cases = aggregateView<CaseDoc>({
  name: 'cases',
  version: 4,
  events: caseEvents,
  keys: keyedBy('caseId'),
  initial: emptyCase,
  on: { ...handling, ...resolution, ...complaint },
  index: doc => ({
    fields: {
      ...fieldsOf(doc),
      ...complaintFieldsOf(doc),
      acknowledgementDueAt: acknowledgementDueAt(doc),
      actionDueAt: actionDueAt(doc),
    },
    lookups: {
      number: distinct([doc.number]),
      contact: distinct([doc.contactId]),
      order: distinct([doc.orderId]),
    },
    text: distinct([doc.number, doc.subject]),
  }),
  indexes: [
    { name: 'by-customer', fields: ['customerId', 'openedAt'] },
    { name: 'by-status', fields: ['status', 'openedAt'] },
    { name: 'by-kind', fields: ['kind', 'isOpen', 'openedAt'] },
    { name: 'by-owner', fields: ['ownerId', 'isOpen', 'openedAt'] },
    { name: 'by-team', fields: ['teamId', 'isOpen', 'openedAt'] },
    { name: 'by-priority', fields: ['isOpen', 'priority', 'openedAt'] },
    { name: 'by-date', fields: ['openedAt'] },
    { name: 'by-number', fields: ['number'] },
    { name: 'by-closing', fields: ['status', 'closedAt'] },
    { name: 'to-acknowledge', fields: ['acknowledgementDueAt'] },
    { name: 'actions-due', fields: ['actionDueAt'] },
    {
      name: 'counts',
      fields: ['kind', 'status', 'severity', 'category', 'productId', 'rootCause', 'decision', 'redress'],
    },
  ],
});
