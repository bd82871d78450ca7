import type { QuoteDiscountApplied } from '@touchstream/events';
import type { WholeDiscount } from '../pricing/index.js';
import type { Approval, Quote, QuoteContent, QuoteDefinition } from './state.js';

/** A change of what is quoted: a draft again, with nothing approved. */
const edited =
  <D>(change: (data: D, quote: QuoteContent) => Partial<QuoteContent>) =>
  (state: Quote, { data }: { readonly data: D }): Quote =>
    state.status === 'none'
      ? state
      : {
          ...state,
          ...change(data, state),
          contentRevision: state.contentRevision + 1,
          status: 'draft',
          approval: { status: 'none' },
        };

const approval =
  <D>(next: (data: D) => Approval) =>
  (state: Quote, { data }: { readonly data: D }): Quote =>
    state.status === 'draft' ? { ...state, approval: next(data) } : state;

const withLine = (lines: QuoteContent['lines'], line: QuoteContent['lines'][number]) =>
  lines.map(one => (one.lineId === line.lineId ? line : one));

function discountOf({ pct, amount }: Readonly<QuoteDiscountApplied>): WholeDiscount | undefined {
  if (amount !== undefined) return Number(amount.amount) === 0 ? undefined : { amount };
  return pct === undefined || pct === 0 ? undefined : { pct };
}

export const evolveQuote: QuoteDefinition['evolve'] = {
  'quote.drafted': (_, { data }) => ({
    status: 'draft',
    approval: { status: 'none' },
    customerId: data.customerId,
    opportunityId: data.opportunityId,
    number: data.number,
    name: data.name,
    ownerId: data.ownerId,
    priceBookId: data.priceBookId,
    priceBookVersion: data.priceBookVersion,
    currency: data.currency,
    draftedAt: data.draftedAt,
    version: data.version,
    validUntil: data.validUntil,
    lines: [],
    contentRevision: 0,
  }),
  'quote.line-added': edited(({ line }, { lines }) => ({ lines: [...lines, line] })),
  'quote.line-changed': edited(({ line }, { lines }) => ({ lines: withLine(lines, line) })),
  'quote.line-removed': edited(({ lineId }, { lines }) => ({ lines: lines.filter(line => line.lineId !== lineId) })),
  'quote.discount-applied': edited((data, { lines }) =>
    data.line === undefined ? { discount: discountOf(data) } : { lines: withLine(lines, data.line) },
  ),
  'quote.revised': edited(({ toVersion, validUntil }) => ({ version: toVersion, validUntil })),
  'quote.approval-requested': approval(({ requestedBy, onBehalfOf, approvers, note }) => ({
    status: 'requested',
    by: onBehalfOf === undefined ? [requestedBy] : [requestedBy, onBehalfOf],
    approvers,
    note,
  })),
  'quote.approved': approval(() => ({ status: 'approved' })),
  'quote.approval-rejected': approval(() => ({ status: 'rejected' })),
  'quote.sent': (state, { data: { validUntil, sentAt } }) =>
    state.status === 'none' ? state : { ...state, validUntil, sentAt, status: 'sent' },
  'quote.viewed': state => state,
  'quote.accepted': (state, { data: { by, signedBy, signatureRef } }) =>
    state.status === 'none' ? state : { ...state, status: 'accepted', by, signedBy, signatureRef },
  'quote.rejected': (state, { data: { reason } }) =>
    state.status === 'none' ? state : { ...state, status: 'rejected', reason },
  'quote.expired': state => (state.status === 'none' ? state : { ...state, status: 'expired' }),
  'quote.withdrawn': (state, { data: { reason } }) =>
    state.status === 'none' ? state : { ...state, status: 'withdrawn', reason },
};
