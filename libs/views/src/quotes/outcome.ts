import type { EventEnvelope, SalesTotals } from '@touchstream/events';
import { latest } from '../instants/index.js';
import type { View } from '../view/index.js';
import type { QuoteDoc, QuoteStatus } from './document.js';
import { withTotals } from './drafting.js';

interface Ending {
  readonly occurredAt: string;
  readonly data: { readonly totals: Readonly<SalesTotals>; readonly reason?: string };
}

const ended = (doc: QuoteDoc, { occurredAt, data }: Ending, status: QuoteStatus): QuoteDoc => ({
  ...withTotals(doc, data.totals),
  status,
  closedAt: occurredAt,
  reason: data.reason ?? null,
});

const decided = (
  doc: QuoteDoc,
  { data, occurredAt }: EventEnvelope<'quote.approved' | 'quote.approval-rejected'>,
  state: 'approved' | 'rejected',
): QuoteDoc => ({
  ...doc,
  approval: doc.approval && {
    ...doc.approval,
    state,
    decidedBy: data.by,
    decidedAt: occurredAt,
    note: data.note ?? null,
  },
});

/** What becomes of a quote: approval, the customer's answer, its end. */
export const outcome: View<QuoteDoc>['on'] = {
  'quote.approval-requested': (doc, { data, occurredAt }) => ({
    ...doc,
    approval: {
      state: 'pending',
      rule: data.rule,
      depthPct: data.depthPct,
      requestedBy: data.requestedBy,
      requestedAt: occurredAt,
      approvers: data.approvers,
      decidedBy: null,
      decidedAt: null,
      note: data.note ?? null,
    },
  }),
  'quote.approved': (doc, event) => decided(doc, event, 'approved'),
  'quote.approval-rejected': (doc, event) => decided(doc, event, 'rejected'),
  'quote.viewed': (doc, { occurredAt }) => ({
    ...doc,
    views: doc.views + 1,
    lastViewedAt: latest(doc.lastViewedAt, occurredAt),
  }),
  'quote.accepted': (doc, event) => ({
    ...ended(doc, { ...event, data: { totals: event.data.totals } }, 'accepted'),
    closedAt: event.data.at,
    acceptedBy: event.data.by ?? null,
    signedBy: event.data.signedBy ?? null,
  }),
  'quote.rejected': (doc, event) => ended(doc, event, 'rejected'),
  'quote.expired': (doc, event) => ended(doc, { ...event, data: { totals: event.data.totals } }, 'expired'),
  'quote.withdrawn': (doc, { data: { totals, reason }, occurredAt }) =>
    ended(doc, { occurredAt, data: reason === undefined ? { totals } : { totals, reason } }, 'withdrawn'),
};
