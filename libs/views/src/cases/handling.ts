import type { EventEnvelope } from '@touchstream/events';
import { latest } from '../instants/index.js';
import type { View } from '../view/index.js';
import { noComplaintFacts, type CaseDoc } from './document.js';

/** The status of a case that is worked on. */
export const statusInWork = (isAnswered: boolean): CaseDoc['status'] => (isAnswered ? 'responded' : 'open');

/** The customer made contact again. */
export const contacted = (doc: CaseDoc, at: string): CaseDoc => ({
  ...doc,
  customerContacts: doc.customerContacts + 1,
  lastCustomerContactAt: latest(doc.lastCustomerContactAt, at),
});

/** We answered. */
const responded = (doc: CaseDoc, at: string): CaseDoc => ({
  ...doc,
  responses: doc.responses + 1,
  lastResponseAt: latest(doc.lastResponseAt, at),
});

/** A case may be linked to another in more than one relation. */
function linked(doc: CaseDoc, { data: { linkedCaseId: id, relation } }: EventEnvelope<'case.linked'>): CaseDoc {
  const isThere = doc.links.some(link => link.id === id && link.relation === relation);
  return isThere ? doc : { ...doc, links: [...doc.links, { id, relation }] };
}

function opened(doc: CaseDoc, { data, channel }: EventEnvelope<'case.opened'>): CaseDoc {
  return {
    ...doc,
    number: data.number,
    kind: data.kind,
    customerId: data.customerId ?? null,
    contactId: data.contactId ?? null,
    channel: channel ?? null,
    subject: data.subject,
    description: data.description ?? null,
    severity: data.severity,
    priority: data.priority,
    orderId: data.orderId ?? null,
    assetId: data.assetId ?? null,
    entitlementId: data.entitlementId ?? null,
    openedAt: data.openedAt,
    customerContacts: 1,
    lastCustomerContactAt: data.openedAt,
    complaint:
      data.kind === 'complaint'
        ? { ...noComplaintFacts, acknowledgementDueAt: data.acknowledgementDueAt ?? null }
        : null,
  };
}

function classified(doc: CaseDoc, { data }: EventEnvelope<'case.classified'>): CaseDoc {
  const { kind } = data.case;
  const complaint = kind === 'complaint' ? (doc.complaint ?? noComplaintFacts) : doc.complaint;
  return {
    ...doc,
    kind,
    category: data.category,
    productId: data.productId ?? null,
    cause: data.cause ?? null,
    complaint: complaint && {
      ...complaint,
      acknowledgementDueAt: data.acknowledgementDueAt ?? complaint.acknowledgementDueAt,
    },
  };
}

/**
 * How a case is worked on. Each event changes what it is about: the rest of what it says of the case may come of events that
 * are missing from a cut of the past.
 */
export const handling: View<CaseDoc>['on'] = {
  'case.opened': opened,
  'case.classified': classified,
  'case.priority-changed': (doc, { data }) => ({ ...doc, priority: data.to }),
  'case.assigned': (doc, { data }) => ({ ...doc, ownerId: data.to, teamId: data.teamId ?? null }),
  'case.transferred': (doc, { data }) => ({ ...doc, ownerId: null, teamId: data.to }),
  'case.auto-acknowledged': (doc, { data }) => ({ ...doc, autoAcknowledgedAt: data.at }),
  'case.first-responded': (doc, { data }) => ({
    ...responded(doc, data.at),
    status: doc.status === 'open' ? 'responded' : doc.status,
    firstRespondedAt: data.at,
    firstRespondedBy: data.by,
  }),
  'case.responded': (doc, { data }) => responded(doc, data.at),
  'case.note-added': doc => ({ ...doc, notes: doc.notes + 1 }),
  'case.customer-replied': (doc, { data }) => contacted(doc, data.at),
  'case.escalated': (doc, { data }) => ({ ...doc, escalationLevel: data.level, escalatedTo: data.to }),
  'case.linked': linked,
  'case.diagnosis-recorded': (doc, { data }) => ({ ...doc, diagnosis: data.path }),
  'case.solution-proposed': (doc, { data }) => ({ ...doc, proposedSolution: data.solution }),
};
