import { event, PriceBookPublished, priceBookEvents, PriceChanged, type PriceEntry } from '@touchstream/events';
import { aggregate, dayOf, ensure, missing, type Command } from '../decider/index.js';
import { canonicalMoney } from '../money/index.js';
import { productOnOffer, type Product } from '../product/index.js';
import { priceBookCommands, type PublishPriceBook } from './commands.js';
import { entryAt, versionAt, type PriceBook, type PriceBookVersion } from './prices.js';

export type PriceBookFacts = { readonly product?: Product };

function ensureConsistent({ entries, currency }: Command<typeof PublishPriceBook>['data']): void {
  const seen = new Set<string>();
  entries.forEach(({ productId, minQty, unitPrice }, at) => {
    ensure(
      unitPrice.currency === currency,
      'currency-mismatch',
      `the currency must be ${currency}`,
      `/entries/${at}/unitPrice/currency`,
    );
    const key = `${productId}/${minQty}`;
    ensure(!seen.has(key), 'duplicate-price', 'a product has one price for each minimum quantity', `/entries/${at}`);
    seen.add(key);
  });
}

const canonicalEntries = (entries: readonly PriceEntry[]) =>
  entries.map(({ productId, unitPrice, minQty }) => ({ productId, unitPrice: canonicalMoney(unitPrice), minQty }));

/** The text two versions have in common when they say the same. */
const content = (name: string, validTo: string | undefined, entries: readonly PriceEntry[]) =>
  JSON.stringify([name, validTo, entries.map(({ productId, unitPrice, minQty }) => [productId, minQty, unitPrice])]);

const dated = ({ productId, unitPrice, minQty }: PriceEntry, from: string) => ({ productId, unitPrice, minQty, from });

/** The version that another one may follow: in the same currency, and not before it. */
function ensureFollows(
  { currency, versions }: Extract<PriceBook, { status: 'published' }>,
  nextCurrency: string,
  validFrom: string,
): PriceBookVersion | undefined {
  const last = versions.at(-1);
  ensure(nextCurrency === currency, 'currency-mismatch', `the price book is in ${currency}`, '/currency');
  ensure(
    last === undefined || validFrom >= last.validFrom,
    'period',
    `the version before begins on ${last?.validFrom}; the next one must not begin before it`,
    '/validFrom',
  );
  return last;
}

export const priceBook = aggregate<PriceBook, typeof priceBookCommands, typeof priceBookEvents, PriceBookFacts>({
  name: 'price-book',
  commands: priceBookCommands,
  events: priceBookEvents,
  creates: ['PublishPriceBook'],
  identify: { PublishPriceBook: data => data.priceBookId },
  initialState: { status: 'none' },
  customerId: () => undefined,
  facts: { ChangePrice: ({ data }) => ({ product: { aggregate: 'product', id: data.productId } }) },
  decide: {
    PublishPriceBook({ data, meta }, state) {
      ensureConsistent(data);
      const { priceBookId, name, currency, validTo, validFrom = dayOf(meta.occurredAt) } = data;
      const entries = canonicalEntries(data.entries);
      ensure(validTo === undefined || validTo >= validFrom, 'period', 'validTo lies before validFrom', '/validTo');
      const last = state.status === 'none' ? undefined : ensureFollows(state, currency, validFrom);
      // With a price that was changed since, the last version says something else, also where the change is to come.
      const same =
        last !== undefined && content(name, validTo, entries) === content(last.name, last.validTo, last.prices);
      if (same && (data.validFrom === undefined || data.validFrom === last.validFrom)) return [];
      const version = (last?.version ?? 0) + 1;
      return [event(PriceBookPublished, { priceBookId, version, name, currency, entries, validFrom, validTo })];
    },
    ChangePrice({ data, meta }, state, { product }) {
      if (state.status === 'none') return missing('unknown-price-book', 'there is no such price book');
      const { productId, minQty, effectiveFrom = dayOf(meta.occurredAt) } = data;
      ensure(
        data.unitPrice.currency === state.currency,
        'currency-mismatch',
        `the currency must be ${state.currency}`,
        '/unitPrice/currency',
      );
      const version = versionAt(state, effectiveFrom);
      ensure(version !== undefined, 'no-version', 'no version of the price book holds on that day', '/effectiveFrom');
      const [old, price] = [entryAt(version, productId, minQty, effectiveFrom), canonicalMoney(data.unitPrice)];
      if (old?.amount === price.amount) return [];
      productOnOffer(product, '/productId');
      return [
        event(PriceChanged, {
          priceBookId: meta.aggregateId,
          version: version.version,
          productId,
          minQty,
          old,
          new: price,
          effectiveFrom,
        }),
      ];
    },
  },
  evolve: {
    'price-book.published': (state, { data: { version, name, currency, entries, validFrom, validTo } }) => ({
      status: 'published',
      currency,
      versions: [
        ...(state.status === 'none' ? [] : state.versions),
        { version, name, validFrom, validTo, prices: entries.map(entry => dated(entry, validFrom)) },
      ],
    }),
    'price-book.price-changed': (state, { data: { version, productId, minQty, new: unitPrice, effectiveFrom } }) =>
      state.status === 'none'
        ? state
        : {
            ...state,
            versions: state.versions.map(one =>
              one.version === version
                ? { ...one, prices: [...one.prices, { productId, minQty, unitPrice, from: effectiveFrom }] }
                : one,
            ),
          },
  },
});
