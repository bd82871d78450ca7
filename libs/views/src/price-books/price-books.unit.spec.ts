import { describe, expect, it } from '@jest/globals';
import { PriceBookPublished, PriceChanged } from '@touchstream/events';
import { example, viewSpec } from '../testing/index.js';
import { priceBooks } from './price-books.js';

const priceBookId = 'standard-usd';
const published = (version: number, validFrom: string) =>
  example(PriceBookPublished, { priceBookId, version, validFrom, name: `Standard ${version}` });

describe('the price books', () => {
  it('keep every version with its prices', () => {
    const { versions } = viewSpec(priceBooks)
      .given([published(1, '2026-01-01'), published(2, '2026-07-01')])
      .thenDocument(priceBookId, { name: 'Standard 2', version: 2, currency: 'USD', validFrom: '2026-07-01' })
      .thenIndexed(priceBookId, { fields: { currency: 'USD' }, text: ['Standard 2'] })
      .document(priceBookId);
    expect(versions.map(one => [one.version, one.validFrom])).toEqual([
      [1, '2026-01-01'],
      [2, '2026-07-01'],
    ]);
    expect(versions[0]?.prices[1]).toEqual({
      productId: 'gtx-pro',
      unitPrice: 450_000,
      minQty: 10,
      from: '2026-01-01',
    });
  });

  it('put a changed price after the one before, in the version it changes', () => {
    const { versions } = viewSpec(priceBooks)
      .given([
        published(1, '2026-01-01'),
        published(2, '2027-01-01'),
        example(PriceChanged, { priceBookId, version: 1, effectiveFrom: '2026-07-01' }),
      ])
      .document(priceBookId);
    expect(versions.map(one => one.prices.length)).toEqual([3, 2]);
    expect(versions[0]?.prices[2]).toEqual({ productId: 'gtx-pro', unitPrice: 499_000, minQty: 1, from: '2026-07-01' });
  });
});
