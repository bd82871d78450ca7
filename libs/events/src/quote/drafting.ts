import {
  CalendarDate,
  Choice,
  Currency,
  EventContract,
  Id,
  Instant,
  Money,
  Nested,
  Optional,
  Percent,
  Personal,
  Text,
  Whole,
} from '../contract/index.js';
import { lineExample, totalsExample } from '../pricing/examples.js';
import { PricedLine } from '../pricing/index.js';
import { discountScopes, QuoteEdit } from './values.js';

const quoteId = '0197f000-0000-7000-8000-00000000000b';
const at = '2026-03-02T10:00:00.000Z';

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A quote for a customer was begun; it is version 1 and open to changes.',
  example: {
    quoteId,
    number: 'Q-7K3M9P2-Q4T8WX0',
    version: 1,
    customerId: 'c-1001',
    opportunityId: 'op-1',
    priceBookId: 'standard-usd',
    priceBookVersion: 1,
    currency: 'USD',
    draftedAt: '2026-03-01T10:00:00.000Z',
    validUntil: '2026-04-30',
    terms: '30 days net',
    ownerId: 'ann',
  },
})
export class QuoteDrafted {
  static readonly type = 'quote.drafted';
  @Id() quoteId!: string;
  @Text(100) number!: string;
  @Whole(1) version!: number;
  @Id() customerId!: string;
  @Optional() @Id() opportunityId?: string;
  @Optional() @Text(200) name?: string;
  /** The price book that list prices come from; without it each line states its own price. */
  @Optional() @Id() priceBookId?: string;
  @Optional() @Whole(1) priceBookVersion?: number;
  @Currency() currency!: string;
  /** When it was begun: the business time of the event, and that of its list prices. */
  @Instant() draftedAt!: string;
  /** Last day, in UTC, on which it can be accepted. */
  @CalendarDate() validUntil!: string;
  @Personal() @Optional() @Text(5000) terms?: string;
  @Id() ownerId!: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A line was added to a quote.',
  example: { quoteId, version: 1, at, line: lineExample, totals: totalsExample },
})
export class QuoteLineAdded extends QuoteEdit {
  static readonly type = 'quote.line-added';
  /** Its amounts are those before a discount on the whole quote. */
  @Nested(() => PricedLine) line!: PricedLine;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A line of a quote changed; the line is that after the change.',
  example: { quoteId, version: 1, at, line: lineExample, totals: totalsExample },
})
export class QuoteLineChanged extends QuoteEdit {
  static readonly type = 'quote.line-changed';
  @Nested(() => PricedLine) line!: PricedLine;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A line was removed from a quote.',
  example: { quoteId, version: 1, at, lineId: 'line-2', productId: 'gtx-basic', totals: totalsExample },
})
export class QuoteLineRemoved extends QuoteEdit {
  static readonly type = 'quote.line-removed';
  @Id() lineId!: string;
  @Id() productId!: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A discount was given on a line or on the whole quote; it replaces the one before, 0 takes it back.',
  example: {
    quoteId,
    version: 1,
    at,
    scope: 'line',
    pct: 10,
    reason: 'Frame contract',
    line: lineExample,
    totals: totalsExample,
  },
})
export class QuoteDiscountApplied extends QuoteEdit {
  static readonly type = 'quote.discount-applied';
  @Choice(discountScopes) scope!: (typeof discountScopes)[number];
  /** Percent of the unit price of the line, or of the net of the whole quote. Either this or `amount` is there. */
  @Optional() @Percent() pct?: number;
  /** An amount off the net of the whole quote. */
  @Optional() @Nested(() => Money) amount?: Money;
  @Personal() @Optional() @Text(500) reason?: string;
  /** Where the scope is a line: the line after the change. */
  @Optional() @Nested(() => PricedLine) line?: PricedLine;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A quote became editable again as its next version; the version before can no longer be accepted.',
  example: {
    quoteId,
    number: 'Q-7K3M9P2-Q4T8WX0',
    version: 2,
    fromVersion: 1,
    toVersion: 2,
    validUntil: '2026-05-31',
    opportunityId: 'op-1',
    ownerId: 'ann',
    at: '2026-04-10T10:00:00.000Z',
    totals: totalsExample,
  },
})
export class QuoteRevised extends QuoteEdit {
  static readonly type = 'quote.revised';
  @Whole(1) fromVersion!: number;
  /** The same as `version`. */
  @Whole(2) toVersion!: number;
  /** What a list of open quotes shows: it has let a rejected or expired one go. */
  @Text(100) number!: string;
  @Optional() @Text(200) name?: string;
  @Optional() @Id() opportunityId?: string;
  @Id() ownerId!: string;
  @CalendarDate() validUntil!: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

export const quoteDrafting = {
  QuoteDrafted,
  QuoteLineAdded,
  QuoteLineChanged,
  QuoteLineRemoved,
  QuoteDiscountApplied,
  QuoteRevised,
};
