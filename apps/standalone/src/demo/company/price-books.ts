import type { PriceBook, PriceBookVersion } from '@touchstream/domain';
import { minorUnits, type Money } from '@touchstream/events';
import { products, type DemoProduct } from './products.js';

export const currencies = ['EUR', 'USD', 'GBP', 'JPY', 'CNY'] as const;
export type Currency = (typeof currencies)[number];

/** What a euro of list price is in each currency, and to what multiple prices are rounded. */
const rates: Readonly<Record<Currency, { readonly perEuro: number; readonly step: number }>> = {
  EUR: { perEuro: 1, step: 1 },
  USD: { perEuro: 1.1, step: 5 },
  GBP: { perEuro: 0.86, step: 5 },
  JPY: { perEuro: 164, step: 100 },
  CNY: { perEuro: 7.8, step: 10 },
};

/** An amount of whole units. */
const whole = (units: number, currency: string): Money => {
  const digits = minorUnits(currency);
  return { amount: digits === 0 ? `${units}` : `${units}.${'0'.repeat(digits)}`, currency };
};

/** The list price of so many euros, in a currency. */
export function listPrice(euros: number, currency: Currency): Money {
  const { perEuro, step } = rates[currency];
  return whole(Math.max(step, Math.round((euros * perEuro) / step) * step), currency);
}

const nameOf: Readonly<Record<Currency, string>> = {
  EUR: 'euros',
  USD: 'US dollars',
  GBP: 'pounds sterling',
  JPY: 'yen',
  CNY: 'yuan',
};
export const priceBookId = (currency: Currency): string => `standard-${currency.toLowerCase()}`;

/** A product's list prices in euros, by minimum quantity. */
const inEuros = ({ euros, byQuantity }: DemoProduct) => [
  { minQty: 1, euros },
  ...(byQuantity === undefined ? [] : [byQuantity]),
];

/** What a price of the first version becomes in the second: 3 percent more, panels 8 percent less. */
const raised = ({ family }: DemoProduct, euros: number) => Math.round(euros * (family === 'Solar' ? 0.92 : 1.03));

/** The days on which versions begin, and when each is published. */
export const versions = [
  { from: '2024-07-01', published: '2024-07-01' },
  { from: '2025-07-01', published: '2025-06-16' },
] as const;

/** Prices set between the versions: a cut, and a product that is new. */
const priceChanges = [
  { sku: 'ST-10', from: '2025-02-03', euros: 4990 },
  { sku: 'HP-AIR-12S', from: '2025-03-03', euros: 9690 },
] as const;

type ProductIds = ReadonlyMap<string, string>;
type Prices = PriceBookVersion['prices'];

const idOf = (ids: ProductIds, sku: string): string => {
  const id = ids.get(sku);
  if (id === undefined) throw new Error(`${sku} has not been introduced`);
  return id;
};

const published = (ids: ProductIds, currency: Currency, version: 0 | 1): Prices => {
  const { from } = versions[version];
  return products
    .filter(({ introduced, retired }) => introduced <= from && (retired === undefined || retired > from))
    .flatMap(product =>
      inEuros(product).map(({ minQty, euros }) => ({
        productId: idOf(ids, product.sku),
        minQty,
        unitPrice: listPrice(version === 0 ? euros : raised(product, euros), currency),
        from,
      })),
    );
};

/** The price book of a currency, as it is when the demo ends. */
export function priceBookIn(currency: Currency, ids: ProductIds): Extract<PriceBook, { status: 'published' }> {
  const name = `Standard, ${nameOf[currency]}`;
  const changed = priceChanges.map(({ sku, from, euros }) => ({
    productId: idOf(ids, sku),
    minQty: 1,
    unitPrice: listPrice(euros, currency),
    from,
  }));
  return {
    status: 'published',
    currency,
    versions: [
      { version: 1, name, validFrom: versions[0].from, prices: [...published(ids, currency, 0), ...changed] },
      { version: 2, name, validFrom: versions[1].from, prices: published(ids, currency, 1) },
    ],
  };
}
