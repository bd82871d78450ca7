import { priceBookEvents, type PriceEntry } from '@touchstream/events';
import { minorOf } from '../money/index.js';
import { aggregateView, distinct, keyedBy, NO_REVISION, type OfAggregate } from '../view/index.js';

/** The price of one unit, in minor units of the book's currency. */
export interface Price {
  readonly productId: string;
  readonly unitPrice: number;
  /** For orders of at least so many. */
  readonly minQty: number;
  /** First day it holds on, in UTC. */
  readonly from: string;
}

/** One version of a price book; it holds from `validFrom` until the next one does, or to the end of `validTo`. */
export interface PriceBookVersionDoc {
  readonly version: number;
  readonly name: string;
  readonly publishedAt: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Those published, then the changes in the order they were made: a later one replaces an equal earlier one. */
  readonly prices: readonly Price[];
}

/**
 * A price book with all its versions: at most 5,000 prices a version, and the changes made to them. No store keeps more than 12 MiB of it,
 * which are some 120,000 prices: an event beyond that is parked.
 */
export interface PriceBookDoc extends OfAggregate {
  readonly priceBookId: string;
  /** Of the newest version. */
  readonly name: string;
  /** ISO 4217; of all prices of the newest version. */
  readonly currency: string;
  /** The newest version. */
  readonly version: number;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly versions: readonly PriceBookVersionDoc[];
}

const priceOf = ({ productId, unitPrice, minQty }: Readonly<PriceEntry>, from: string): Price => ({
  productId,
  unitPrice: minorOf(unitPrice),
  minQty,
  from,
});

/** The price books, keyed by price book id. */
export const priceBooks = aggregateView<PriceBookDoc>({
  name: 'price-books',
  version: 2,
  events: priceBookEvents,
  keys: keyedBy('priceBookId'),
  initial: priceBookId => ({
    priceBookId,
    name: '',
    currency: '',
    version: 0,
    validFrom: null,
    validTo: null,
    versions: [],
    revision: NO_REVISION,
  }),
  on: {
    'price-book.published': (doc, { data, occurredAt }) => {
      const { version, name, currency, validFrom, validTo = null, entries } = data;
      const prices = entries.map(entry => priceOf(entry, validFrom));
      const published = { version, name, publishedAt: occurredAt, validFrom, validTo, prices };
      return { ...doc, name, currency, version, validFrom, validTo, versions: [...doc.versions, published] };
    },
    'price-book.price-changed': (doc, { data }) => {
      const { version, productId, minQty, new: unitPrice, effectiveFrom } = data;
      const price = priceOf({ productId, minQty, unitPrice }, effectiveFrom);
      return {
        ...doc,
        versions: doc.versions.map(one => (one.version === version ? { ...one, prices: [...one.prices, price] } : one)),
      };
    },
  },
  index: ({ name, currency }) => ({
    fields: { name, currency },
    text: distinct([name]),
  }),
  indexes: [
    { name: 'by-name', fields: ['name'] },
    { name: 'by-currency', fields: ['currency', 'name'] },
  ],
});
