import { describe, expect, it } from '@jest/globals';
import { event, PriceBookPublished, PriceChanged } from '@touchstream/events';
import { given } from '../testing/index.js';
import { aProduct, aRetiredProduct, usd } from '../testing/sales-facts.js';
import { priceBook } from './price-book.js';
import { priceOf, versionAt } from './prices.js';

const book = {
  priceBookId: 'usd',
  name: 'Standard',
  currency: 'USD',
  entries: [
    { productId: 'p1', unitPrice: usd('100.00'), minQty: 1 },
    { productId: 'p1', unitPrice: usd('90.00'), minQty: 10 },
  ],
  validFrom: '2026-01-01',
};
const first = event(PriceBookPublished, { ...book, version: 1 });
const second = event(PriceBookPublished, {
  ...book,
  version: 2,
  entries: [{ productId: 'p1', unitPrice: usd('110.00'), minQty: 1 }],
  validFrom: '2026-07-01',
  validTo: '2026-12-31',
});
const changed = event(PriceChanged, {
  priceBookId: 'usd',
  version: 1,
  productId: 'p1',
  minQty: 1,
  old: usd('100.00'),
  new: usd('105.00'),
  effectiveFrom: '2026-04-01',
});

describe('publishing a price book', () => {
  it('makes its versions', () => {
    given(priceBook, [])
      .when('PublishPriceBook', {
        ...book,
        entries: [{ ...book.entries[0]!, unitPrice: usd('100') }, book.entries[1]!],
      })
      .then([first]);
    given(priceBook, [first])
      .when('PublishPriceBook', { ...book, name: 'Standard 2' })
      .then([event(PriceBookPublished, { ...book, name: 'Standard 2', version: 2 })]);
    given(priceBook, [])
      .when('PublishPriceBook', { ...book, validTo: '2026-12-31' })
      .then([event(PriceBookPublished, { ...book, validTo: '2026-12-31', version: 1 })]);
  });

  it('begins on the day of publication, unless told', () => {
    const { validFrom: _, ...undated } = book;
    given(priceBook, [])
      .when('PublishPriceBook', undated)
      .then([event(PriceBookPublished, { ...book, version: 1, validFrom: '2026-03-01' })]);
    given(priceBook, [first]).when('PublishPriceBook', undated).thenNothing();
  });

  it('changes nothing where it says the same again', () => {
    given(priceBook, [first]).when('PublishPriceBook', book).thenNothing();
  });

  it('publishes a price anew that was changed since, on whichever day', () => {
    const { validFrom: _, ...undated } = book;
    for (const effectiveFrom of ['2026-01-01', '2026-02-01', '2026-04-01']) {
      const history = [first, { ...changed, data: { ...changed.data, effectiveFrom } }];
      given(priceBook, history)
        .when('PublishPriceBook', book)
        .then([event(PriceBookPublished, { ...book, version: 2 })]);
      const again = event(PriceBookPublished, { ...book, version: 2, validFrom: '2026-03-01' });
      const { state } = given(priceBook, history).when('PublishPriceBook', undated).then([again]);
      expect(priceOf(state, 'p1', 1, '2026-05-01')?.amount).toBe('100.00');
    }
  });

  it('refuses what contradicts itself or the version before', () => {
    const refused = (more: object, code: string, field: string, history = [first]) =>
      given(priceBook, history)
        .when('PublishPriceBook', { ...book, ...more })
        .thenRefused(code, field);
    const euros = { amount: '1.00', currency: 'EUR' };
    const entry = book.entries[0]!;
    refused({ entries: [{ ...entry, unitPrice: euros }] }, 'currency-mismatch', '/entries/0/unitPrice/currency');
    refused({ entries: [entry, entry] }, 'duplicate-price', '/entries/1');
    refused({ validTo: '2025-12-31' }, 'period', '/validTo', []);
    refused({ validFrom: '2025-12-31' }, 'period', '/validFrom');
    refused({ currency: 'EUR', entries: [{ ...entry, unitPrice: euros }] }, 'currency-mismatch', '/currency');
  });
});

describe('changing a price', () => {
  const change = { productId: 'p1', minQty: 1, unitPrice: usd('105'), effectiveFrom: '2026-04-01' };
  const meta = { aggregateId: 'usd' };
  const facts = { product: aProduct };

  it('holds from a day on', () => {
    given(priceBook, [first]).when('ChangePrice', change, { facts, meta }).then([changed]);
    given(priceBook, [first, changed]).when('ChangePrice', change, { facts, meta }).thenNothing();
    const { effectiveFrom: _, ...today } = change;
    given(priceBook, [first])
      .when('ChangePrice', today, { facts, meta })
      .then([event(PriceChanged, { ...changed.data, effectiveFrom: '2026-03-01' })]);
  });

  it('gives a product its first price', () => {
    given(priceBook, [first])
      .when('ChangePrice', { ...change, productId: 'p2' }, { facts, meta })
      .then([event(PriceChanged, { ...changed.data, productId: 'p2', old: undefined as never })]);
  });

  it('needs a version of that day, its currency, and a product on offer', () => {
    const refused = (more: object, code: string, field?: string, product = aProduct) =>
      given(priceBook, [first])
        .when('ChangePrice', { ...change, ...more }, { facts: { product }, meta })
        .thenRefused(code, field);
    refused({ effectiveFrom: '2025-12-31' }, 'no-version', '/effectiveFrom');
    refused({ unitPrice: { amount: '1', currency: 'EUR' } }, 'currency-mismatch', '/unitPrice/currency');
    refused({}, 'product-retired', '/productId', aRetiredProduct);
    refused({}, 'unknown-product', '/productId', { status: 'none' });
    given(priceBook, []).when('ChangePrice', change, { facts, meta }).thenRefused('unknown-price-book');
  });
});

describe('a price', () => {
  const state = given(priceBook, [first, changed, second]).state();
  const price = (qty: number, at: string, productId = 'p1') => priceOf(state, productId, qty, at)?.amount;

  it('is that of the greatest minimum quantity reached', () => {
    expect(price(9.999, '2026-01-01')).toBe('100.00');
    expect(price(10, '2026-01-01')).toBe('90.00');
    expect(price(0.5, '2026-01-01')).toBeUndefined();
  });

  it('is that of the day, from its first moment to its last in UTC', () => {
    expect(price(1, '2025-12-31T23:59:59.999Z')).toBeUndefined();
    expect(price(1, '2026-01-01T00:00:00.000Z')).toBe('100.00');
    expect(price(1, '2026-03-31T23:59:59.999Z')).toBe('100.00');
    expect(price(1, '2026-04-01T00:00:00.000Z')).toBe('105.00');
  });

  it('is that of the last day on which it changed, as told last', () => {
    const change = (amount: string, effectiveFrom: string) =>
      event(PriceChanged, { ...changed.data, new: usd(amount), effectiveFrom });
    const after = (changes: readonly ReturnType<typeof change>[], at: string, qty = 1) =>
      priceOf(given(priceBook, [first, ...changes]).state(), 'p1', qty, at)?.amount;
    expect(after([change('120.00', '2026-05-01'), change('110.00', '2026-04-01')], '2026-06-01')).toBe('120.00');
    expect(after([change('105.00', '2026-04-01'), change('106.00', '2026-04-01')], '2026-04-01')).toBe('106.00');
    expect(after([change('105.00', '2026-04-01')], '2026-04-01', 10)).toBe('90.00');
  });

  it('is that of the version of the day, and of none after its last day', () => {
    expect(versionAt(state, '2026-06-30')?.version).toBe(1);
    expect(price(10, '2026-07-01')).toBe('110.00');
    expect(price(10, '2026-12-31')).toBe('110.00');
    expect(price(10, '2027-01-01')).toBeUndefined();
  });

  it('is none for what the book does not have', () => {
    expect(price(1, '2026-01-01', 'p2')).toBeUndefined();
    expect(priceOf(priceBook.initialState, 'p1', 1, '2026-01-01')).toBeUndefined();
  });
});
