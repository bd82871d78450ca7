import { answer } from '@touchstream/platform';
import { priceBooks as view, type PriceBookDoc } from '@touchstream/views';
import { withMoney } from '../answers/index.js';
import { currency, resource, search } from '../reads/index.js';

const { date, instant, list, money, nullable, number, object, text, whole } = answer;

const priceBookAnswer = (book: PriceBookDoc) => ({
  ...book,
  versions: book.versions.map(version => ({
    ...version,
    prices: version.prices.map(price => withMoney(price, book.currency, 'unitPrice')),
  })),
});

const schema = object({
  priceBookId: text(),
  name: text('Of the newest version.'),
  currency: text('ISO 4217.'),
  version: whole('The newest version.'),
  validFrom: nullable(date()),
  validTo: nullable(date()),
  versions: list(
    object({
      version: whole(),
      name: text(),
      publishedAt: instant(),
      validFrom: date(),
      validTo: nullable(date()),
      prices: list(
        object({
          productId: text(),
          unitPrice: money(),
          minQty: number('For orders of at least so many.'),
          from: text('First day it holds on.'),
        }),
      ),
    }),
  ),
  revision: whole('For `If-Match`.'),
});

export const priceBooks = resource({
  view,
  tag: 'Price books',
  base: '/v1/price-books',
  noun: 'price book',
  response: schema,
  present: priceBookAnswer,
  revision: book => book.revision,
  filters: { currency, q: search },
  orders: { name: { about: 'by name', field: 'name', direction: 'ascending' } },
});
