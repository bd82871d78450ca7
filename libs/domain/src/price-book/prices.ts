import type { Money } from '@touchstream/events';
import { dayOf } from '../decider/index.js';

/** A price of one unit, from a quantity and from a day on. */
interface Price {
  readonly productId: string;
  readonly minQty: number;
  readonly unitPrice: Money;
  readonly from: string;
}

export interface PriceBookVersion {
  readonly version: number;
  readonly name: string;
  readonly validFrom: string;
  readonly validTo?: string;
  /** Those published, then the changes in the order they were made. */
  readonly prices: readonly Price[];
}

export type PriceBook =
  | { readonly status: 'none' }
  | { readonly status: 'published'; readonly currency: string; readonly versions: readonly PriceBookVersion[] };

/** The version that holds on the day of an instant (or on a calendar date), in UTC; undefined where none does. */
export function versionAt(book: PriceBook, at: string): PriceBookVersion | undefined {
  const day = dayOf(at);
  const newest = book.status === 'none' ? undefined : book.versions.findLast(one => one.validFrom <= day);
  return newest?.validTo !== undefined && newest.validTo < day ? undefined : newest;
}

/** The version of that number; undefined where the book has none. */
export const versionNumbered = (book: PriceBook, version: number): PriceBookVersion | undefined =>
  book.status === 'none' ? undefined : book.versions.find(one => one.version === version);

const better = (a: Price, b: Price) => b.minQty > a.minQty || (b.minQty === a.minQty && b.from >= a.from);

/**
 * The price of one unit in a version when so many are taken on the day of an instant: that of the greatest minimum
 * quantity reached, as last changed. Undefined where the version has no price for it.
 */
export function priceIn(version: PriceBookVersion, productId: string, qty: number, at: string): Money | undefined {
  const day = dayOf(at);
  let best: Price | undefined;
  for (const price of version.prices)
    if (price.productId === productId && price.minQty <= qty && price.from <= day)
      best = best === undefined || better(best, price) ? price : best;
  return best?.unitPrice;
}

/** The price of one unit in the version that holds on the day of an instant; undefined where none does. */
export function priceOf(book: PriceBook, productId: string, qty: number, at: string): Money | undefined {
  const version = versionAt(book, at);
  return version && priceIn(version, productId, qty, at);
}

/** The price set for exactly this minimum quantity, as it is on a day. */
export function entryAt(version: PriceBookVersion, productId: string, minQty: number, day: string): Money | undefined {
  const prices = version.prices.filter(
    price => price.productId === productId && price.minQty === minQty && price.from <= day,
  );
  return prices.reduce<Price | undefined>((best, price) => (best && !better(best, price) ? best : price), undefined)
    ?.unitPrice;
}
