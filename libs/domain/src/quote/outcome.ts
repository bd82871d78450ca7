import {
  event,
  QuoteAccepted,
  QuoteExpired,
  QuoteRejected,
  QuoteSent,
  QuoteViewed,
  QuoteWithdrawn,
} from '@touchstream/events';
import { ensureContact } from '../contact/index.js';
import { dayOf, ensure, ensureFollows, repeats, type CommandMeta } from '../decider/index.js';
import { needsApproval } from './approval.js';
import {
  draft,
  ensureInOrder,
  existing,
  offeredLines,
  quoteTotals,
  sent,
  type QuoteContent,
  type QuoteDefinition,
} from './state.js';

const state = (quote: QuoteContent, { aggregateId }: CommandMeta) => ({
  quoteId: aggregateId,
  version: quote.version,
  totals: quoteTotals(quote),
});

export const outcomeDecisions = {
  SendQuote({ data: { to, documentHash, validUntil: until }, meta }, before, facts) {
    const quote = draft(before, meta);
    ensureInOrder(quote, meta);
    const { totals, ...rest } = state(quote, meta);
    const validUntil = until ?? quote.validUntil;
    ensure(quote.lines.length > 0, 'no-lines', 'a quote without lines cannot be sent');
    ensure(validUntil >= dayOf(meta.occurredAt), 'quote-expired', 'validUntil has passed', '/validUntil');
    ensure(
      quote.approval.status === 'approved' || !needsApproval(quote, totals),
      'approval-needed',
      'a discount in the quote is over the limit: it needs approval first',
    );
    to.forEach((id, at) => ensureContact(facts[`contact/${id}`], `/to/${at}`));
    const lines = offeredLines(quote);
    const { number } = quote;
    const sentAt = meta.occurredAt;
    return [event(QuoteSent, { ...rest, totals, number, to, sentAt, documentHash, validUntil, lines })];
  },
  RecordQuoteView({ data: { by }, meta }, before, facts) {
    const quote = existing(before, meta);
    ensure(quote.sentAt !== undefined, 'quote-not-sent', 'nobody can look at a draft');
    ensureFollows(quote.sentAt, 'the quote was sent', meta);
    if (by !== undefined) ensureContact(facts[`contact/${by}`], '/by');
    return [event(QuoteViewed, { quoteId: meta.aggregateId, version: quote.version, by })];
  },
  AcceptQuote({ data, meta }, before, facts) {
    if (before.status === 'accepted' && repeats(data, before)) return [];
    const quote = sent(before, meta);
    const { version, by, signedBy, signatureRef } = data;
    ensure(version === quote.version, 'quote-superseded', `the version last sent is ${quote.version}`, '/version');
    ensure(
      dayOf(meta.occurredAt) <= quote.validUntil,
      'quote-expired',
      `the quote was valid until ${quote.validUntil}`,
    );
    if (by !== undefined) ensureContact(facts[`contact/${by}`], '/by');
    const { number, opportunityId } = quote;
    const at = meta.occurredAt;
    return [event(QuoteAccepted, { ...state(quote, meta), number, opportunityId, by, signedBy, at, signatureRef })];
  },
  RejectQuote({ data: { reason }, meta }, before) {
    if (before.status === 'rejected' && before.reason === reason) return [];
    return [event(QuoteRejected, { ...state(sent(before, meta), meta), reason, at: meta.occurredAt })];
  },
  ExpireQuote({ meta }, before) {
    if (before.status === 'expired') return [];
    const quote = sent(before, meta);
    const { validUntil } = quote;
    ensure(dayOf(meta.occurredAt) > validUntil, 'quote-not-expired', `the quote is valid until ${validUntil}`);
    return [event(QuoteExpired, { ...state(quote, meta), validUntil, at: meta.occurredAt })];
  },
  WithdrawQuote({ data: { reason }, meta }, before) {
    const quote = existing(before, meta);
    if (quote.status === 'withdrawn' && repeats({ reason }, quote)) return [];
    ensure(
      quote.status === 'draft' || quote.status === 'sent',
      'quote-ended',
      `the quote is ${quote.status}: there is nothing to take back`,
    );
    ensureInOrder(quote, meta);
    return [event(QuoteWithdrawn, { ...state(quote, meta), reason })];
  },
} satisfies Partial<QuoteDefinition['decide']>;
