import {
  derivedId,
  event,
  QuoteDiscountApplied,
  QuoteDrafted,
  QuoteLineAdded,
  QuoteLineChanged,
  QuoteLineRemoved,
  QuoteRevised,
  type Money as MoneyData,
} from '@touchstream/events';
import { isDeepStrictEqual } from 'node:util';
import { ensureCustomer } from '../customer/index.js';
import { dayOf, ensure, missing, refuse, type Command, type CommandMeta } from '../decider/index.js';
import { canonicalMoney, money } from '../money/index.js';
import { numberFor } from '../numbering/index.js';
import { priceIn, versionAt, versionNumbered, type PriceBook } from '../price-book/index.js';
import { priceLine, type Line, type LineTerms, type WholeDiscount } from '../pricing/index.js';
import { productOnOffer } from '../product/index.js';
import type { ApplyDiscount, DraftQuote } from './drafting-commands.js';
import {
  draft,
  ensureInOrder,
  existing,
  quoteTotals,
  type DraftedQuote,
  type QuoteContent,
  type QuoteDefinition,
  type QuoteFacts,
} from './state.js';

const MOST_LINES = 200;

/** The currency of a new quote, and the version of its price book. */
function pricing({ data, meta }: Command<typeof DraftQuote>, { priceBook }: QuoteFacts) {
  if (data.priceBookId === undefined) {
    if (data.currency === undefined)
      return refuse('currency-required', 'a quote without a price book needs a currency', '/currency');
    return { currency: data.currency };
  }
  if (priceBook === undefined || priceBook.status === 'none')
    return missing('unknown-price-book', 'there is no such price book', '/priceBookId');
  ensure(
    data.currency === undefined || data.currency === priceBook.currency,
    'currency-mismatch',
    `the currency of the price book is ${priceBook.currency}`,
    '/currency',
  );
  const version = versionAt(priceBook, meta.occurredAt);
  ensure(version !== undefined, 'no-version', 'no version of the price book holds on that day', '/priceBookId');
  return { currency: priceBook.currency, priceBookVersion: version.version };
}

/** An opportunity that is quoted for is open, of the same customer, and in the same currency. */
function ensureQuotable({ data }: Command<typeof DraftQuote>, currency: string, { opportunity }: QuoteFacts): void {
  if (data.opportunityId === undefined) return;
  const field = '/opportunityId';
  if (opportunity === undefined || opportunity.status === 'none')
    return missing('unknown-opportunity', 'there is no such opportunity', field);
  ensure(opportunity.customerId === data.customerId, 'other-customer', "the opportunity is another customer's", field);
  ensure(opportunity.status === 'open', 'opportunity-closed', `the opportunity is ${opportunity.status}`, field);
  ensure(
    opportunity.amount.currency === currency,
    'currency-mismatch',
    `the currency of the opportunity is ${opportunity.amount.currency}`,
    field,
  );
}

/** A price in the quote's version of its book, as on the day the quote was drafted. */
function bookPrice(quote: QuoteContent, priceBook: PriceBook | undefined, productId: string, qty: number) {
  if (quote.priceBookVersion === undefined || priceBook === undefined) return undefined;
  const version = versionNumbered(priceBook, quote.priceBookVersion);
  return version && priceIn(version, productId, qty, quote.draftedAt);
}

/** A price stated for the quote, in its currency and in canonical form. */
function statedPrice(quote: QuoteContent, price: MoneyData | undefined): MoneyData | undefined {
  if (price === undefined) return undefined;
  ensure(
    price.currency === quote.currency,
    'currency-mismatch',
    `the currency of the quote is ${quote.currency}`,
    '/unitPrice/currency',
  );
  return canonicalMoney(price);
}

/** The line priced by the book, or by the price stated instead. */
function priced(
  quote: QuoteContent,
  priceBook: PriceBook | undefined,
  { unitPrice, ...terms }: Omit<LineTerms, 'unitPrice' | 'listPrice'> & { readonly unitPrice?: MoneyData | undefined },
): Line {
  const listPrice = bookPrice(quote, priceBook, terms.productId, terms.qty);
  const price = unitPrice ?? listPrice;
  if (price === undefined)
    return refuse('no-price', 'the price book has no price for it: state the unit price', '/unitPrice');
  return priceLine({ ...terms, listPrice, unitPrice: price }, '/qty');
}

/** The unit price that was stated for the line; undefined where it is that of the book. */
const statedOf = (quote: QuoteContent, priceBook: PriceBook | undefined, line: Line): MoneyData | undefined =>
  bookPrice(quote, priceBook, line.productId, line.qty)?.amount === line.unitPrice.amount ? undefined : line.unitPrice;

const lineOf = (quote: QuoteContent, lineId: string): Line =>
  quote.lines.find(line => line.lineId === lineId) ?? missing('unknown-line', 'the quote has no such line', '/lineId');

/** What a line is priced by, but for its prices. */
const termsOf = ({ lineId, productId, sku, name, config, qty, discountPct, taxPct }: Line) => ({
  lineId,
  productId,
  sku,
  name,
  config,
  qty,
  discountPct,
  taxPct,
});

const withLine = (quote: DraftedQuote, line: Line): DraftedQuote => ({
  ...quote,
  lines: quote.lines.map(one => (one.lineId === line.lineId ? line : one)),
});

/** What every event says that changes the content of a draft. */
const after = (quote: QuoteContent, { aggregateId, occurredAt }: CommandMeta) => ({
  quoteId: aggregateId,
  version: quote.version,
  at: occurredAt,
  totals: quoteTotals(quote),
});

/** The discount on the whole that a command gives; undefined where it takes it back. */
function wholeDiscount(quote: QuoteContent, { pct, amount }: Command<typeof ApplyDiscount>['data']) {
  if (amount === undefined) return pct === 0 || pct === undefined ? undefined : { pct };
  ensure(
    amount.currency === quote.currency,
    'currency-mismatch',
    `the currency of the quote is ${quote.currency}`,
    '/amount/currency',
  );
  const off = canonicalMoney(amount);
  const { net } = quoteTotals({ ...quote, discount: undefined });
  ensure(
    money(off).minor <= money(net).minor,
    'discount-too-large',
    'the discount is more than the quote comes to',
    '/amount',
  );
  return money(off).minor === 0n ? undefined : ({ amount: off } satisfies WholeDiscount);
}

export const draftingDecisions = {
  DraftQuote(command, _, facts) {
    const { data, meta } = command;
    ensureCustomer(facts.customer);
    const { currency, priceBookVersion } = { priceBookVersion: undefined, ...pricing(command, facts) };
    ensureQuotable(command, currency, facts);
    ensure(data.validUntil >= dayOf(meta.occurredAt), 'quote-expired', 'validUntil has passed', '/validUntil');
    return [
      event(QuoteDrafted, {
        ...data,
        quoteId: meta.aggregateId,
        number: numberFor('Q', meta.aggregateId, data.number),
        version: 1,
        priceBookVersion,
        currency,
        draftedAt: meta.occurredAt,
        ownerId: data.ownerId ?? meta.actor.id,
      }),
    ];
  },
  AddQuoteLine({ data, meta }, state, { product, priceBook }) {
    const quote = draft(state, meta);
    const lineId = data.lineId ?? derivedId(meta.commandId, 'line');
    const before = quote.lines.find(one => one.lineId === lineId);
    // What is told again is held against the line as it was added: the product may have changed or been retired since.
    const { sku, name } = before ?? productOnOffer(product, '/productId');
    const { discountPct = 0, unitPrice } = data;
    const line = priced(quote, priceBook, {
      ...data,
      lineId,
      sku,
      name,
      discountPct,
      unitPrice: statedPrice(quote, unitPrice),
    });
    if (before !== undefined && isDeepStrictEqual(before, line)) return [];
    ensureInOrder(quote, meta);
    ensure(before === undefined, 'line-exists', 'the quote has another line of this id', '/lineId');
    ensure(quote.lines.length < MOST_LINES, 'too-many-lines', `a quote has at most ${MOST_LINES} lines`);
    return [event(QuoteLineAdded, { ...after({ ...quote, lines: [...quote.lines, line] }, meta), line })];
  },
  ChangeQuoteLine({ data, meta }, state, { priceBook }) {
    const quote = draft(state, meta);
    const before = lineOf(quote, data.lineId);
    const unitPrice = statedPrice(quote, data.unitPrice) ?? statedOf(quote, priceBook, before);
    const line = priced(quote, priceBook, { ...termsOf(before), ...data, unitPrice });
    if (isDeepStrictEqual(before, line)) return [];
    ensureInOrder(quote, meta);
    return [event(QuoteLineChanged, { ...after(withLine(quote, line), meta), line })];
  },
  RemoveQuoteLine({ data: { lineId }, meta }, state) {
    const quote = draft(state, meta);
    const { productId } = lineOf(quote, lineId);
    ensureInOrder(quote, meta);
    const lines = quote.lines.filter(line => line.lineId !== lineId);
    return [event(QuoteLineRemoved, { ...after({ ...quote, lines }, meta), lineId, productId })];
  },
  ApplyDiscount({ data, meta }, state) {
    const quote = draft(state, meta);
    const { lineId, pct, amount, reason } = data;
    ensure(
      (pct === undefined) !== (amount === undefined),
      'discount-form',
      'a discount is either a percentage or an amount',
      '/pct',
    );
    if (lineId === undefined) {
      const discount = wholeDiscount(quote, data);
      if (isDeepStrictEqual(discount, quote.discount)) return [];
      ensureInOrder(quote, meta);
      const changed = after({ ...quote, discount }, meta);
      return [event(QuoteDiscountApplied, { ...changed, scope: 'quote', pct, amount: canonical(amount), reason })];
    }
    if (pct === undefined) return refuse('discount-form', 'the discount on a line is a percentage', '/amount');
    const before = lineOf(quote, lineId);
    if (before.discountPct === pct) return [];
    ensureInOrder(quote, meta);
    const { listPrice, unitPrice } = before;
    const line = priceLine({ ...termsOf(before), listPrice, unitPrice, discountPct: pct });
    return [event(QuoteDiscountApplied, { ...after(withLine(quote, line), meta), scope: 'line', pct, reason, line })];
  },
  ReviseQuote({ data: { validUntil, reason }, meta }, state) {
    const quote = existing(state, meta);
    ensure(
      quote.status === 'sent' || quote.status === 'rejected' || quote.status === 'expired',
      'quote-not-revisable',
      `the quote is ${quote.status}: only a sent, rejected or expired one gets another version`,
    );
    ensureInOrder(quote, meta);
    const version = quote.version + 1;
    const { number, name, opportunityId, ownerId } = quote;
    return [
      event(QuoteRevised, {
        ...after({ ...quote, version }, meta),
        number,
        name,
        opportunityId,
        ownerId,
        fromVersion: quote.version,
        toVersion: version,
        validUntil: validUntil ?? quote.validUntil,
        reason,
      }),
    ];
  },
} satisfies Partial<QuoteDefinition['decide']>;

const canonical = (amount: MoneyData | undefined) => (amount === undefined ? undefined : canonicalMoney(amount));
