import type { QuoteDiscountApplied } from '@touchstream/events';
import type { WholeDiscount } from '../pricing/index.js';
import type { Approval, Quote, QuoteContent, QuoteDefinition } from './state.js';

/** A change of what is quoted: a draft again, with nothing approved. */
const edited =
  <D extends { readonly at?: string }>(change: (data: D, quote: QuoteContent) => Partial<QuoteContent>) =>
  (state: Quote, { data }: { readonly data: D }): Quote =>
    state.status === 'none'
      ? state
      : {
          ...state,
          ...change(data, state),
          movedAt: data.at ?? state.movedAt,
          contentRevision: state.contentRevision + 1,
          status: 'draft',
          approval: { status: 'none' },
        };

const approval =
  <D extends { readonly at?: string }>(next: (data: D, before: Approval) => Approval) =>
  (state: Quote, { data }: { readonly data: D }): Quote =>
    state.status === 'draft'
      ? { ...state, approval: next(data, state.approval), movedAt: data.at ?? state.movedAt }
      : state;

const decided = (status: 'approved' | 'rejected') =>
  approval<{ readonly note?: string; readonly at?: string }>(({ note }, before) => ({
    status,
    note,
    request: before.status === 'requested' ? before : undefined,
  }));

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
    movedAt: data.draftedAt,
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
  'quote.revised': edited(({ toVersion, validUntil }) => ({ version: toVersion, validUntil, sentAt: undefined })),
  'quote.approval-requested': approval(({ requestedBy, onBehalfOf, approvers, note }) => ({
    status: 'requested',
    by: onBehalfOf === undefined ? [requestedBy] : [requestedBy, onBehalfOf],
    approvers,
    note,
  })),
  'quote.approved': decided('approved'),
  'quote.approval-rejected': decided('rejected'),
  'quote.sent': (state, { data: { validUntil, sentAt } }) =>
    state.status === 'none' ? state : { ...state, validUntil, sentAt, movedAt: sentAt, status: 'sent' },
  'quote.viewed': state => state,
  'quote.accepted': (state, { data: { by, signedBy, signatureRef, at } }) =>
    state.status === 'none' ? state : { ...state, status: 'accepted', movedAt: at, by, signedBy, signatureRef },
  'quote.rejected': (state, { data: { reason, at } }) =>
    state.status === 'none' ? state : { ...state, status: 'rejected', movedAt: at ?? state.movedAt, reason },
  'quote.expired': (state, { data: { at } }) =>
    state.status === 'none' ? state : { ...state, status: 'expired', movedAt: at ?? state.movedAt },
  'quote.withdrawn': (state, { data: { reason } }) =>
    state.status === 'none' ? state : { ...state, status: 'withdrawn', reason },
};
