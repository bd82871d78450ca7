import {
  CalendarDate,
  EventContract,
  Id,
  IdList,
  Instant,
  ListOf,
  Optional,
  Personal,
  Text,
  Whole,
} from '../contract/index.js';
import { lineExample, totalsExample } from '../pricing/examples.js';
import { PricedLine } from '../pricing/index.js';
import { QuoteState } from './values.js';

const quoteId = '0197f000-0000-7000-8000-00000000000b';
const example = { quoteId, version: 1, totals: totalsExample };

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A version of a quote went to the customer; from now on it cannot change.',
  example: {
    ...example,
    number: 'Q-7K3M9P2-Q4T8WX0',
    to: ['contact-7'],
    sentAt: '2026-03-05T10:00:00.000Z',
    documentHash: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    validUntil: '2026-04-30',
    lines: [lineExample],
  },
})
export class QuoteSent extends QuoteState {
  static readonly type = 'quote.sent';
  @Text(100) number!: string;
  /** The contacts it went to. */
  @IdList({ max: 50 }) to!: string[];
  /** The business time of the event. */
  @Instant() sentAt!: string;
  /** Digest of the document that was sent. */
  @Optional() @Id() documentHash?: string;
  @CalendarDate() validUntil!: string;
  /** The lines with their part of any discount on the whole quote: their sums are the totals. */
  @ListOf(() => PricedLine, { min: 1, max: 200 }) lines!: PricedLine[];
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'Somebody at the customer looked at a quote.',
  example: { quoteId, version: 1, by: 'contact-7' },
})
export class QuoteViewed {
  static readonly type = 'quote.viewed';
  @Id() quoteId!: string;
  @Whole(1) version!: number;
  /** The contact who looked, where known. */
  @Optional() @Id() by?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'The customer accepted the version last sent.',
  example: {
    ...example,
    number: 'Q-7K3M9P2-Q4T8WX0',
    opportunityId: 'op-1',
    by: 'contact-7',
    signedBy: 'Jean Dupont',
    at: '2026-04-02T09:00:00.000Z',
    signatureRef: 'sign-4711',
  },
})
export class QuoteAccepted extends QuoteState {
  static readonly type = 'quote.accepted';
  @Text(100) number!: string;
  @Optional() @Id() opportunityId?: string;
  /** The contact who accepted, where known. */
  @Optional() @Id() by?: string;
  /** The name under the signature. */
  @Optional() @Text(200) @Personal() signedBy?: string;
  @Instant() at!: string;
  @Optional() @Id() signatureRef?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'The customer refused the version last sent.',
  example: { ...example, reason: 'Too dear', at: '2026-04-02T09:00:00.000Z' },
})
export class QuoteRejected extends QuoteState {
  static readonly type = 'quote.rejected';
  @Personal() @Text(500) reason!: string;
  /** The business time of the event; earlier ones leave it out. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'The last day of a sent version passed without an answer.',
  example: { ...example, validUntil: '2026-04-30', at: '2026-05-01T00:00:00.000Z' },
})
export class QuoteExpired extends QuoteState {
  static readonly type = 'quote.expired';
  @CalendarDate() validUntil!: string;
  /** The business time of the event; earlier ones leave it out. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'We took a quote back.',
  example: { ...example, reason: 'Product discontinued' },
})
export class QuoteWithdrawn extends QuoteState {
  static readonly type = 'quote.withdrawn';
  @Personal() @Optional() @Text(500) reason?: string;
}

export const quoteOutcome = {
  QuoteSent,
  QuoteViewed,
  QuoteAccepted,
  QuoteRejected,
  QuoteExpired,
  QuoteWithdrawn,
};
