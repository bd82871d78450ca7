import { describe, expect, it } from '@jest/globals';
import {
  derivedId,
  event,
  OpportunityLost,
  OpportunityOpened,
  PriceBookPublished,
  PriceChanged,
  QuoteDiscountApplied,
  QuoteDrafted,
  quoteEvents,
  QuoteLineAdded,
  QuoteLineChanged,
  QuoteLineRemoved,
} from '@touchstream/events';
import { documentNumber } from '../numbering/index.js';
import { opportunity } from '../opportunity/index.js';
import { priceBook } from '../price-book/index.js';
import { given, testMeta } from '../testing/index.js';
import {
  aCustomer,
  anArchivedCustomer,
  aPriceBook,
  aProduct,
  aRenamedProduct,
  aRetiredProduct,
  exampleEvent,
  noCustomer,
  usd,
} from '../testing/sales-facts.js';
import { quote } from './quote.js';

const euros = { amount: '1.00', currency: 'EUR' };
const draft = { customerId: 'c1', priceBookId: 'standard-usd', validUntil: '2026-04-30' };
const drafted = event(QuoteDrafted, {
  ...draft,
  quoteId: 'a1',
  number: 'Q-1',
  version: 1,
  priceBookVersion: 1,
  currency: 'USD',
  ownerId: 'ann',
  draftedAt: '2026-03-01T10:00:00.000Z',
});
const line = {
  lineId: 'l1',
  productId: 'gtx-pro',
  sku: 'GTX-PRO',
  name: 'GTX Pro',
  qty: 2,
  listPrice: usd('100.00'),
  unitPrice: usd('100.00'),
  discountPct: 10,
  taxPct: 20,
  list: usd('200.00'),
  net: usd('180.00'),
  tax: usd('36.00'),
};
const totals = {
  list: usd('200.00'),
  discount: usd('20.00'),
  net: usd('180.00'),
  tax: usd('36.00'),
  total: usd('216.00'),
};
const { occurredAt } = testMeta();
const state = { quoteId: 'a1', version: 1, totals, at: occurredAt };
const added = event(QuoteLineAdded, { ...state, line });
const facts = { customer: aCustomer, priceBook: aPriceBook, product: aProduct };

describe('drafting a quote', () => {
  const when = (more: object = {}, moreFacts: object = {}) =>
    given(quote, []).when('DraftQuote', { ...draft, number: 'Q-1', ...more }, { facts: { ...facts, ...moreFacts } });

  it('begins version 1 in the currency of its price book', () => {
    when().then([drafted]);
    when({ number: undefined, ownerId: 'bob' }).then([
      event(QuoteDrafted, { ...drafted.data, number: documentNumber('Q', 'a1'), ownerId: 'bob' }),
    ]);
  });

  it('does without a price book where it names its currency', () => {
    when({ priceBookId: undefined, currency: 'EUR' }).then([
      event(QuoteDrafted, {
        ...drafted.data,
        priceBookId: undefined as never,
        priceBookVersion: undefined as never,
        currency: 'EUR',
      }),
    ]);
    when({ priceBookId: undefined }).thenRefused('currency-required', '/currency');
  });

  it('needs a customer at work, a price book of that day, and days to come', () => {
    when({}, { customer: noCustomer }).thenRefused('unknown-customer', '/customerId');
    when({}, { customer: anArchivedCustomer }).thenRefused('customer-archived', '/customerId');
    when({}, { priceBook: priceBook.initialState }).thenRefused('unknown-price-book', '/priceBookId');
    when({ currency: 'EUR' }).thenRefused('currency-mismatch', '/currency');
    when({ validUntil: '2026-02-28' }).thenRefused('quote-expired', '/validUntil');
    when({ validUntil: '2026-03-01' }).then([event(QuoteDrafted, { ...drafted.data, validUntil: '2026-03-01' })]);
    when({ number: documentNumber('Q', 'a2') }).thenRefused('reserved-number', '/number');
    given(quote, [])
      .when('DraftQuote', draft, { facts, meta: { occurredAt: '2025-12-31T00:00:00.000Z' } })
      .thenRefused('no-version', '/priceBookId');
  });

  it('is for an open opportunity of the customer, in its currency', () => {
    const opened = event(OpportunityOpened, { ...exampleEvent(OpportunityOpened).data, customerId: 'c1' });
    const deal = given(opportunity, [opened]).state();
    when({ opportunityId: 'op' }, { opportunity: deal }).then([
      event(QuoteDrafted, { ...drafted.data, opportunityId: 'op' }),
    ]);
    const refused = (code: string, more: object, of = deal) =>
      when({ opportunityId: 'op', ...more }, { opportunity: of }).thenRefused(code, '/opportunityId');
    refused('unknown-opportunity', {}, opportunity.initialState);
    refused('other-customer', { customerId: 'c2' });
    refused('opportunity-closed', {}, given(opportunity, [opened, exampleEvent(OpportunityLost)]).state());
    refused('currency-mismatch', { priceBookId: undefined, currency: 'EUR' });
  });

  it('claims the number it was given, and holds it', () => {
    const claimed = (number?: string) =>
      quote.claims?.DraftQuote?.({ data: { ...draft, number }, meta: testMeta() }, quote.initialState);
    expect(claimed('Q-1')).toEqual([{ kind: 'quote-number', value: 'Q-1', field: '/number' }]);
    expect(claimed()).toEqual([]);
    const held = (value: string, history = [drafted]) =>
      quote.holds?.(given(quote, history).state(), { kind: 'quote-number', value });
    expect([held('Q-1'), held('Q-2'), held('Q-1', [])]).toEqual([true, false, false]);
  });

  it('asks for the records it looks at', () => {
    const of = given(quote, [drafted]).state();
    const meta = testMeta();
    expect(quote.facts?.DraftQuote?.({ data: draft, meta }, quote.initialState)).toEqual({
      customer: { aggregate: 'customer', id: 'c1' },
      opportunity: undefined,
      priceBook: { aggregate: 'price-book', id: 'standard-usd' },
    });
    expect(quote.facts?.AddQuoteLine?.({ data: { productId: 'p', qty: 1, taxPct: 0 }, meta }, of)).toEqual({
      product: { aggregate: 'product', id: 'p' },
      priceBook: { aggregate: 'price-book', id: 'standard-usd' },
    });
  });
});

describe('the lines of a quote', () => {
  const add = { lineId: 'l1', productId: 'gtx-pro', qty: 2, discountPct: 10, taxPct: 20 };
  const adding = (more: object = {}, history = [drafted] as Parameters<typeof given>[1], moreFacts: object = {}) =>
    given(quote, history).when('AddQuoteLine', { ...add, ...more }, { facts: { ...facts, ...moreFacts } });

  it('are priced by the book, once each', () => {
    adding().then([added]);
    adding({}, [drafted, added]).thenNothing();
    adding({ qty: 3 }, [drafted, added]).thenRefused('line-exists', '/lineId');
    adding({ lineId: undefined, discountPct: undefined }).then([
      event(QuoteLineAdded, {
        ...state,
        line: {
          ...line,
          lineId: derivedId(testMeta().commandId, 'line'),
          discountPct: 0,
          net: usd('200.00'),
          tax: usd('40.00'),
        },
        totals: {
          ...totals,
          discount: usd('0.00'),
          net: usd('200.00'),
          tax: usd('40.00'),
          total: usd('240.00'),
        },
      }),
    ]);
  });

  it('are known again whatever their product has become', () => {
    for (const product of [aRetiredProduct, aRenamedProduct]) adding({}, [drafted, added], { product }).thenNothing();
    adding({ qty: 3 }, [drafted, added], { product: aRetiredProduct }).thenRefused('line-exists', '/lineId');
  });

  it('are priced by the version of the book that the quote names, also where another begins that day', () => {
    const publish = (unitPrice: string, more: object) =>
      event(PriceBookPublished, {
        priceBookId: 'standard-usd',
        version: 1,
        name: 'Standard',
        currency: 'USD',
        entries: [{ productId: 'gtx-pro', unitPrice: usd(unitPrice), minQty: 1 }],
        validFrom: '2026-01-01',
        ...more,
      });
    const change = (version: number, price: string, effectiveFrom: string) =>
      event(PriceChanged, {
        priceBookId: 'standard-usd',
        version,
        productId: 'gtx-pro',
        minQty: 1,
        new: usd(price),
        effectiveFrom,
      });
    const book = given(priceBook, [
      publish('80.00', {}),
      change(1, '100.00', '2026-02-01'),
      change(1, '105.00', '2026-03-02'),
      publish('300.00', { version: 2, validFrom: '2026-03-01' }),
      change(2, '310.00', '2026-03-01'),
    ]).state();
    adding({}, [drafted], { priceBook: book }).then([added]);
    given(quote, [drafted, added])
      .when('ChangeQuoteLine', { lineId: 'l1', qty: 2, taxPct: 20 }, { facts: { ...facts, priceBook: book } })
      .thenNothing();
  });

  it('may state their own price, below the list price or above it', () => {
    adding({ unitPrice: usd('80') }).then([
      event(QuoteLineAdded, {
        ...state,
        line: { ...line, unitPrice: usd('80.00'), net: usd('144.00'), tax: usd('28.80') },
        totals: {
          list: usd('200.00'),
          discount: usd('56.00'),
          net: usd('144.00'),
          tax: usd('28.80'),
          total: usd('172.80'),
        },
      }),
    ]);
    const { state: dear } = adding({ unitPrice: usd('120'), discountPct: 0 }).then([
      event(QuoteLineAdded, {
        ...state,
        line: {
          ...line,
          unitPrice: usd('120.00'),
          listPrice: usd('120.00'),
          discountPct: 0,
          list: usd('240.00'),
          net: usd('240.00'),
          tax: usd('48.00'),
        },
        totals: {
          list: usd('240.00'),
          discount: usd('0.00'),
          net: usd('240.00'),
          tax: usd('48.00'),
          total: usd('288.00'),
        },
      }),
    ]);
    expect(dear).toMatchObject({ contentRevision: 1 });
  });

  it('are of products on offer that have a price in the currency', () => {
    adding({}, [drafted], { product: aRetiredProduct }).thenRefused('product-retired', '/productId');
    adding({}, [drafted], { product: { status: 'none' } }).thenRefused('unknown-product', '/productId');
    adding({ productId: 'other' }).thenRefused('no-price', '/unitPrice');
    adding({ unitPrice: euros }).thenRefused('currency-mismatch', '/unitPrice/currency');
    adding({ unitPrice: usd('90000000000000.00'), qty: 1000 }).thenRefused('amount-out-of-range', '/qty');
  });

  it('come to no more than an amount can hold', () => {
    const huge = { unitPrice: usd('90000000000000.00'), qty: 1, discountPct: 0, taxPct: 0 };
    const first = event(QuoteLineAdded, {
      ...state,
      line: { ...line, lineId: 'l0', list: usd('90000000000000.00'), net: usd('90000000000000.00') },
    });
    adding(huge, [drafted, first]).thenRefused('amount-out-of-range', '/lines');
  });

  it('are at most 200', () => {
    const many = Array.from({ length: 200 }, (_, at) =>
      event(QuoteLineAdded, { ...state, line: { ...line, lineId: `n${at}` } }),
    );
    adding({}, [drafted, ...many]).thenRefused('too-many-lines');
  });

  it('change in the order of time: as of each day, the totals are those of the lines', () => {
    const before = (time: string | undefined) =>
      event(QuoteLineAdded, { ...state, at: time, line: { ...line, lineId: 'l0' } });
    adding({}, [drafted, before('2026-03-01T10:00:00.001Z')]).thenRefused('before-last-change', '/occurredAt');
    for (const time of [occurredAt, undefined]) expect(adding({}, [drafted, before(time)]).decided()).toHaveLength(1);
    const history = [drafted, added, before('2026-03-01T10:00:00.001Z')];
    const early = (name: 'ChangeQuoteLine' | 'ApplyDiscount', data: object) =>
      given(quote, history).when(name, { lineId: 'l1', ...data }, { facts });
    const told = [
      early('ChangeQuoteLine', { qty: 3 }),
      early('ApplyDiscount', { pct: 20 }),
      early('ApplyDiscount', { lineId: undefined, pct: 20 }),
      given(quote, history).when('RemoveQuoteLine', { lineId: 'l1' }),
    ];
    for (const edit of told) edit.thenRefused('before-last-change', '/occurredAt');
    // What is told again is as old as it was.
    const repeated = [
      adding({}, history),
      early('ChangeQuoteLine', { qty: line.qty }),
      early('ApplyDiscount', { pct: line.discountPct }),
      early('ApplyDiscount', { lineId: undefined, pct: 0 }),
    ];
    for (const edit of repeated) edit.thenNothing();
  });

  const changing = (data: object, history: Parameters<typeof given>[1] = [drafted, added]) =>
    given(quote, history).when('ChangeQuoteLine', { lineId: 'l1', ...data }, { facts });

  it('change, and take the price of the new quantity where the book sets it', () => {
    changing({ qty: 10 }).then([
      event(QuoteLineChanged, {
        ...state,
        line: {
          ...line,
          qty: 10,
          listPrice: usd('90.00'),
          unitPrice: usd('90.00'),
          list: usd('900.00'),
          net: usd('810.00'),
          tax: usd('162.00'),
        },
        totals: {
          list: usd('900.00'),
          discount: usd('90.00'),
          net: usd('810.00'),
          tax: usd('162.00'),
          total: usd('972.00'),
        },
      }),
    ]);
    changing({ qty: 2, taxPct: 20 }).thenNothing();
    given(quote, [drafted])
      .when('ChangeQuoteLine', { lineId: 'l1', qty: 3 }, { facts })
      .thenRefused('unknown-line', '/lineId');
  });

  it('keep a price that was stated for them', () => {
    const stated = event(QuoteLineAdded, { ...state, line: { ...line, unitPrice: usd('95.00') } });
    changing({ qty: 10, discountPct: 0, taxPct: 0, config: 'Blue' }, [drafted, stated]).then([
      event(QuoteLineChanged, {
        ...state,
        line: {
          ...line,
          config: 'Blue',
          qty: 10,
          discountPct: 0,
          taxPct: 0,
          listPrice: usd('95.00'),
          unitPrice: usd('95.00'),
          list: usd('950.00'),
          net: usd('950.00'),
          tax: usd('0.00'),
        },
        totals: {
          list: usd('950.00'),
          discount: usd('0.00'),
          net: usd('950.00'),
          tax: usd('0.00'),
          total: usd('950.00'),
        },
      }),
    ]);
  });

  it('go', () => {
    const nothing = usd('0.00');
    given(quote, [drafted, added])
      .when('RemoveQuoteLine', { lineId: 'l1' })
      .then([
        event(QuoteLineRemoved, {
          quoteId: 'a1',
          version: 1,
          at: occurredAt,
          lineId: 'l1',
          productId: 'gtx-pro',
          totals: { list: nothing, discount: nothing, net: nothing, tax: nothing, total: nothing },
        }),
      ]);
    given(quote, [drafted]).when('RemoveQuoteLine', { lineId: 'l1' }).thenRefused('unknown-line', '/lineId');
  });
});

describe('a discount on a quote', () => {
  const applying = (data: object, history: Parameters<typeof given>[1] = [drafted, added]) =>
    given(quote, history).when('ApplyDiscount', data, { facts });
  const whole = event(QuoteDiscountApplied, {
    ...state,
    scope: 'quote',
    pct: 10,
    reason: 'Loyalty',
    totals: {
      list: usd('200.00'),
      discount: usd('38.00'),
      net: usd('162.00'),
      tax: usd('32.40'),
      total: usd('194.40'),
    },
  });

  it('is given on a line, in place of the one before', () => {
    applying({ lineId: 'l1', pct: 20, reason: 'Loyalty' }).then([
      event(QuoteDiscountApplied, {
        ...state,
        scope: 'line',
        pct: 20,
        reason: 'Loyalty',
        line: { ...line, discountPct: 20, net: usd('160.00'), tax: usd('32.00') },
        totals: {
          list: usd('200.00'),
          discount: usd('40.00'),
          net: usd('160.00'),
          tax: usd('32.00'),
          total: usd('192.00'),
        },
      }),
    ]);
    applying({ lineId: 'l1', pct: 10 }).thenNothing();
    applying({ lineId: 'l2', pct: 10 }).thenRefused('unknown-line', '/lineId');
    applying({ lineId: 'l1', amount: usd('1') }).thenRefused('discount-form', '/amount');
  });

  it('is given on the whole, by percentage or by amount, and taken back', () => {
    applying({ pct: 10, reason: 'Loyalty' }).then([whole]);
    applying({ pct: 10 }, [drafted, added, whole]).thenNothing();
    const off = event(QuoteDiscountApplied, {
      ...state,
      scope: 'quote',
      amount: usd('30.00'),
      totals: {
        list: usd('200.00'),
        discount: usd('50.00'),
        net: usd('150.00'),
        tax: usd('30.00'),
        total: usd('180.00'),
      },
    });
    applying({ amount: usd('30') }, [drafted, added, whole]).then([off]);
    applying({ amount: usd('30') }, [drafted, added, off]).thenNothing();
    applying({ pct: 0 }, [drafted, added, off]).then([
      event(QuoteDiscountApplied, { ...state, scope: 'quote', pct: 0 }),
    ]);
    applying({ amount: usd('0') }).thenNothing();
  });

  it('is either a percentage or an amount, in the currency, and not more than everything', () => {
    applying({}).thenRefused('discount-form', '/pct');
    applying({ pct: 1, amount: usd('1') }).thenRefused('discount-form', '/pct');
    applying({ amount: euros }).thenRefused('currency-mismatch', '/amount/currency');
    applying({ amount: usd('180.01') }).thenRefused('discount-too-large', '/amount');
  });
});

describe('a quote', () => {
  it('is its customer’s in every event', () => {
    expect(quote.customerId(given(quote, [drafted, added]).state(), added)).toBe('c1');
    expect(quote.customerId(quote.initialState, added)).toBeUndefined();
  });

  it('is not there before it is drafted', () => {
    given(quote, []).when('ExpireQuote', {}).thenRefused('unknown-quote');
    const { QuoteDrafted: _, ...later } = quoteEvents;
    expect(given(quote, Object.values(later).map(exampleEvent)).state()).toEqual({ status: 'none' });
  });

  it('does not change before it began', () => {
    given(quote, [drafted, added])
      .when('RemoveQuoteLine', { lineId: 'l1' }, { meta: { occurredAt: '2026-02-28T00:00:00.000Z' } })
      .thenRefused('before-beginning', '/occurredAt');
  });
});
