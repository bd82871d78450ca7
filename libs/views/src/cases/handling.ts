import type { CaseDigest, EventEnvelope } from '@touchstream/events';
import { put } from '../keyed/index.js';
import type { View } from '../view/index.js';
import { noComplaintFacts, type CaseDoc } from './document.js';

/** The case as the event says it stands. */
export const asIn = (doc: CaseDoc, digest: Readonly<CaseDigest>): CaseDoc => ({
  ...doc,
  number: digest.number,
  kind: digest.kind,
  status: digest.status,
  subject: digest.subject,
  severity: digest.severity,
  priority: digest.priority,
  ownerId: digest.ownerId ?? null,
  teamId: digest.teamId ?? null,
  complaint: digest.kind === 'complaint' ? (doc.complaint ?? noComplaintFacts) : doc.complaint,
});

/** The customer made contact again. */
export const contacted = (doc: CaseDoc, at: string): CaseDoc => ({
  ...doc,
  customerContacts: doc.customerContacts + 1,
  lastCustomerContactAt: at,
});

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

function classified(before: CaseDoc, { data }: EventEnvelope<'case.classified'>): CaseDoc {
  const doc = asIn(before, data.case);
  return {
    ...doc,
    category: data.category,
    productId: data.productId ?? null,
    cause: data.cause ?? null,
    complaint: doc.complaint && {
      ...doc.complaint,
      acknowledgementDueAt: data.acknowledgementDueAt ?? doc.complaint.acknowledgementDueAt,
    },
  };
}

/** How a case is worked on. */
export const handling: View<CaseDoc>['on'] = {
  'case.opened': opened,
  'case.classified': classified,
  'case.priority-changed': (doc, { data }) => ({ ...doc, priority: data.to }),
  'case.assigned': (doc, { data }) => ({ ...doc, ownerId: data.to, teamId: data.teamId ?? null }),
  'case.transferred': (doc, { data }) => ({ ...doc, ownerId: null, teamId: data.to }),
  'case.auto-acknowledged': (doc, { data }) => ({ ...doc, autoAcknowledgedAt: data.at }),
  'case.first-responded': (doc, { data }) => ({
    ...asIn(doc, data.case),
    firstRespondedAt: data.at,
    firstRespondedBy: data.by,
    lastResponseAt: data.at,
    responses: doc.responses + 1,
  }),
  'case.responded': (doc, { data }) => ({ ...doc, lastResponseAt: data.at, responses: doc.responses + 1 }),
  'case.note-added': doc => ({ ...doc, notes: doc.notes + 1 }),
  'case.customer-replied': (doc, { data }) => contacted(doc, data.at),
  'case.escalated': (doc, { data }) => ({ ...doc, escalationLevel: data.level, escalatedTo: data.to }),
  'case.linked': (doc, { data }) => ({
    ...doc,
    links: put(doc.links, { id: data.linkedCaseId, relation: data.relation }),
  }),
  'case.diagnosis-recorded': (doc, { data }) => ({ ...doc, diagnosis: data.path }),
  'case.solution-proposed': (doc, { data }) => ({ ...doc, proposedSolution: data.solution }),
};
