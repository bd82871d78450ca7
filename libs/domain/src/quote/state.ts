import type { QuoteAccepted, quoteEvents, QuoteWithdrawn, SalesTotals } from '@touchstream/events';
import type { Contact } from '../contact/index.js';
import type { Customer } from '../customer/index.js';
import { ensure, ensureFollows, ensureNotBefore, missing, type Aggregate, type CommandMeta } from '../decider/index.js';
import type { Opportunity } from '../opportunity/index.js';
import type { PriceBook } from '../price-book/index.js';
import { spread, totalsOf, type Line, type WholeDiscount } from '../pricing/index.js';
import type { Product } from '../product/index.js';
import type { quoteCommands } from './commands.js';

export interface ApprovalRequest {
  /** Who asked, and whom they stood in for. */
  readonly by: readonly string[];
  readonly approvers: readonly string[];
  readonly note?: string | undefined;
}

/** Where the approval of a draft stands; every change of its content begins anew. */
export type Approval =
  | { readonly status: 'none' }
  | ({ readonly status: 'requested' } & ApprovalRequest)
  | {
      readonly status: 'approved' | 'rejected';
      /** Left out where the decision answers none that is known. */
      readonly request?: ApprovalRequest | undefined;
      readonly note?: string | undefined;
    };

/** What is known of a quote in any status. */
export interface QuoteContent {
  readonly customerId: string;
  readonly opportunityId?: string | undefined;
  readonly number: string;
  readonly name?: string | undefined;
  readonly ownerId: string;
  readonly priceBookId?: string | undefined;
  /** Its lines are priced by this one, whatever is published later. */
  readonly priceBookVersion?: number | undefined;
  readonly currency: string;
  readonly draftedAt: string;
  /** When it last changed, or was sent, answered, or asked about or decided on for approval; at first, when it was drafted. */
  readonly movedAt: string;
  readonly version: number;
  /** When this version was sent; undefined where it was not. */
  readonly sentAt?: string | undefined;
  readonly validUntil: string;
  /** Before the discount on the whole. */
  readonly lines: readonly Line[];
  readonly discount?: WholeDiscount | undefined;
  /** Counts the changes of lines and discounts, so that an approval can name what it is about. */
  readonly contentRevision: number;
}

export type DraftedQuote = QuoteContent & { readonly status: 'draft'; readonly approval: Approval };
export type SentQuote = QuoteContent & { readonly status: 'sent' };
export type EndedQuote = QuoteContent &
  (
    | ({ readonly status: 'accepted' } & Readonly<Pick<QuoteAccepted, 'by' | 'signedBy' | 'signatureRef'>>)
    | { readonly status: 'expired' }
    | ({ readonly status: 'withdrawn' } & Readonly<Pick<QuoteWithdrawn, 'reason'>>)
    | { readonly status: 'rejected'; readonly reason: string }
  );
export type Quote = { readonly status: 'none' } | DraftedQuote | SentQuote | EndedQuote;

export type QuoteFacts = {
  readonly customer?: Customer;
  readonly opportunity?: Opportunity;
  readonly priceBook?: PriceBook;
  readonly product?: Product;
  readonly [contact: `contact/${string}`]: Contact | undefined;
};

export type QuoteDefinition = Aggregate<Quote, typeof quoteCommands, typeof quoteEvents, QuoteFacts>;

/** The quote in any status. */
export function existing(state: Quote, meta: CommandMeta): DraftedQuote | SentQuote | EndedQuote {
  if (state.status === 'none') return missing('unknown-quote', 'there is no such quote');
  ensureNotBefore(state.draftedAt, meta);
  return state;
}

/** What becomes of a quote happens in order. */
export const ensureInOrder = ({ movedAt }: QuoteContent, meta: CommandMeta): void =>
  ensureFollows(movedAt, 'the last step of the quote', meta);

/** The quote, if it is open to changes. They are in order, but one that is told again may be older than the last. */
export function draft(state: Quote, meta: CommandMeta): DraftedQuote {
  const quote = existing(state, meta);
  ensure(quote.status === 'draft', 'quote-not-draft', `the quote is ${quote.status}: only a draft changes`);
  return quote;
}

/** The quote, if its version is with the customer. */
export function sent(state: Quote, meta: CommandMeta): SentQuote {
  const quote = existing(state, meta);
  ensure(quote.status === 'sent', 'quote-not-sent', `the quote is ${quote.status}, not sent`);
  ensureInOrder(quote, meta);
  return quote;
}

/** The lines as the customer sees them: each with its part of the discount on the whole. */
export const offeredLines = ({ currency, lines, discount }: QuoteContent): Line[] => spread(currency, lines, discount);

/** What the quote comes to. */
export const quoteTotals = (quote: QuoteContent): SalesTotals => totalsOf(quote.currency, offeredLines(quote));
