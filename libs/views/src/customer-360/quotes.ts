import type { EventEnvelope, SalesTotals } from '@touchstream/events';
import { change, drop, put } from '../keyed/index.js';
import { minorOf } from '../money/index.js';
import type { Customer360 } from './document.js';
import type { OpenQuote } from './open-business.js';
import { seen, withCounts, type Steps } from './parts.js';

const sums = ({ net, total }: Readonly<SalesTotals>) => ({
  net: minorOf(net),
  minor: minorOf(total),
  currency: total.currency,
});

const changed = (doc: Customer360, quoteId: string, to: Partial<OpenQuote>): Customer360 => ({
  ...doc,
  openQuotes: change(doc.openQuotes, quoteId, () => to),
});

interface Edited {
  readonly data: { readonly quoteId: string; readonly totals: Readonly<SalesTotals> };
}
/** Content that changed is no longer what an approval was asked for. */
const edited = (doc: Customer360, { data }: Edited): Customer360 =>
  changed(doc, data.quoteId, { ...sums(data.totals), approvalPending: false });
const decided = (doc: Customer360, { data }: Edited): Customer360 =>
  changed(doc, data.quoteId, { approvalPending: false });
const ended = (doc: Customer360, { data }: Edited): Customer360 => ({
  ...doc,
  openQuotes: drop(doc.openQuotes, data.quoteId),
});

function drafted(before: Customer360, { data }: EventEnvelope<'quote.drafted'>): Customer360 {
  const doc = seen(withCounts(before, { quotes: 1 }), 'quote', data.draftedAt);
  return {
    ...doc,
    openQuotes: put(doc.openQuotes, {
      id: data.quoteId,
      number: data.number,
      name: data.name ?? null,
      ownerId: data.ownerId,
      opportunityId: data.opportunityId ?? null,
      status: 'draft',
      version: data.version,
      minor: 0,
      net: 0,
      currency: data.currency,
      validUntil: data.validUntil,
      approvalPending: false,
    }),
  };
}

/** A quote that was rejected or has expired is open again. */
const revised = (doc: Customer360, { data }: EventEnvelope<'quote.revised'>): Customer360 => ({
  ...doc,
  openQuotes: put(doc.openQuotes, {
    id: data.quoteId,
    number: data.number,
    name: data.name ?? null,
    ownerId: data.ownerId,
    opportunityId: data.opportunityId ?? null,
    status: 'draft',
    version: data.toVersion,
    ...sums(data.totals),
    validUntil: data.validUntil,
    approvalPending: false,
  }),
});

/** The quotes to a customer that wait for somebody: for us while they are drafts, for the customer once they are sent. */
export const quoteSteps: Steps = {
  'quote.drafted': drafted,
  'quote.line-added': edited,
  'quote.line-changed': edited,
  'quote.line-removed': edited,
  'quote.discount-applied': edited,
  'quote.revised': revised,
  'quote.approval-requested': (doc, { data }) => changed(doc, data.quoteId, { approvalPending: true }),
  'quote.approved': decided,
  'quote.approval-rejected': decided,
  'quote.sent': (doc, { data }) =>
    changed(doc, data.quoteId, { ...sums(data.totals), status: 'sent', validUntil: data.validUntil }),
  'quote.accepted': (doc, event) => withCounts(ended(doc, event), { quotesAccepted: 1 }),
  'quote.rejected': ended,
  'quote.expired': ended,
  'quote.withdrawn': ended,
};
