import { put } from '../keyed/index.js';
import { minorOf } from '../money/index.js';
import { orNull } from '../optional/index.js';
import type { Steps } from './parts.js';

/** The terms of trade with a customer, its credit, and how we judge it. */
export const terms: Steps = {
  'customer.commercial-terms-set': (doc, { data }) => ({
    ...doc,
    terms: {
      netDays: data.paymentTerms.netDays,
      ...orNull(data.paymentTerms, 'discountDays', 'discountPercent'),
      ...orNull(data, 'discountClass', 'taxRule', 'priceBookId', 'commissionCode'),
      currency: data.currency,
    },
  }),
  'customer.credit-policy-set': (doc, { data: { salesLimit, overdueLimit, grade } }) => ({
    ...doc,
    credit: {
      ...doc.credit,
      policy: {
        salesLimit: minorOf(salesLimit),
        overdueLimit: minorOf(overdueLimit),
        currency: salesLimit.currency,
        grade,
      },
    },
  }),
  'customer.credit-hold-placed': (doc, { data, occurredAt }) => ({
    ...doc,
    credit: { ...doc.credit, hold: { reason: data.reason, since: occurredAt } },
  }),
  'customer.credit-hold-released': doc => ({ ...doc, credit: { ...doc.credit, hold: null } }),
  'customer.credit-review-recorded': (doc, { data: { score, agency, note = null }, occurredAt }) => ({
    ...doc,
    credit: { ...doc.credit, lastReview: { score, agency, note, at: occurredAt } },
  }),
  'customer.bank-details-changed': (doc, { data }) => ({ ...doc, maskedIban: data.maskedIban }),
  'customer.competitor-presence-recorded': (
    doc,
    { data: { competitorId: id, products, share = null }, occurredAt: seenAt },
  ) => ({ ...doc, competitors: put(doc.competitors, { id, products, share, seenAt }) }),
  'customer.assessed': (doc, { data: { attitude, potential, performance, by }, occurredAt: at }) => ({
    ...doc,
    assessment: { attitude, potential, performance, by, at },
  }),
};
