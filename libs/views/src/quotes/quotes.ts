import { quoteEvents } from '@touchstream/events';
import { productsIn } from '../priced/index.js';
import { aggregateView, distinct, keyedBy } from '../view/index.js';
import { emptyQuote, type QuoteDoc } from './document.js';
import { drafting } from './drafting.js';
import { outcome } from './outcome.js';

/** The register of quotes, keyed by quote id. */
export const quotes = aggregateView<QuoteDoc>({
  name: 'quotes',
  version: 2,
  events: quoteEvents,
  keys: keyedBy('quoteId'),
  initial: emptyQuote,
  on: { ...drafting, ...outcome },
  index: doc => ({
    fields: {
      number: doc.number,
      customerId: doc.customerId,
      opportunityId: doc.opportunityId,
      ownerId: doc.ownerId,
      status: doc.status,
      approval: doc.approval?.state ?? null,
      currency: doc.currency,
      net: doc.totals.net,
      total: doc.totals.total,
      list: doc.totals.list,
      discountDepth: doc.discountDepth,
      validUntil: doc.validUntil,
      draftedAt: doc.draftedAt,
      sentAt: doc.sentAt,
      closedAt: doc.closedAt,
    },
    lookups: { number: distinct([doc.number]), product: productsIn(doc.lines), contact: distinct(doc.sentTo) },
    text: distinct([doc.number, doc.name]),
  }),
  indexes: [
    { name: 'by-customer', fields: ['customerId', 'draftedAt'] },
    { name: 'by-opportunity', fields: ['opportunityId', 'draftedAt'] },
    { name: 'by-status', fields: ['status', 'draftedAt'] },
    { name: 'by-owner', fields: ['ownerId', 'status', 'draftedAt'] },
    { name: 'by-approval', fields: ['approval', 'draftedAt'] },
    { name: 'expiring', fields: ['status', 'validUntil'] },
    { name: 'by-date', fields: ['draftedAt'] },
    { name: 'by-number', fields: ['number'] },
    { name: 'by-depth', fields: ['status', 'discountDepth'] },
    { name: 'by-closing', fields: ['status', 'closedAt'] },
    { name: 'sums', fields: ['status', 'currency', 'list', 'net', 'total'] },
  ],
});
