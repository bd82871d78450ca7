import { describe, expect, it } from '@jest/globals';
import {
  derivedId,
  event,
  OpportunityOpened,
  OrderAmended,
  OrderCancelled,
  OrderCompleted,
  OrderConfirmed,
  OrderDelivered,
  orderEvents,
  OrderHeld,
  OrderLineShipped,
  OrderPlaced,
  OrderReleased,
  QuoteAccepted,
  QuoteDiscountApplied,
  QuoteDrafted,
  QuoteLineAdded,
  QuoteSent,
} from '@touchstream/events';
import { documentNumber } from '../numbering/index.js';
import { opportunity } from '../opportunity/index.js';
import { quote } from '../quote/index.js';
import { given, testMeta } from '../testing/index.js';
import {
  aCustomer,
  aCustomerEverOnHold,
  aCustomerOnHold,
  anArchivedCustomer,
  exampleEvent,
  noCustomer,
  usd,
} from '../testing/sales-facts.js';
import { order } from './order.js';

type History = Parameters<typeof given>[1];
const facts = { customer: aCustomer };
const lineOf = (lineId: string, qty: number, amount: string) => ({
  lineId,
  productId: 'p1',
  name: 'P',
  qty,
  listPrice: usd('10.00'),
  unitPrice: usd('10.00'),
  discountPct: 0,
  taxPct: 0,
  list: usd(amount),
  net: usd(amount),
  tax: usd('0.00'),
});
const totalsOf = (amount: string) => ({
  list: usd(amount),
  discount: usd('0.00'),
  net: usd(amount),
  tax: usd('0.00'),
  total: usd(amount),
});
const input = (lineId: string, qty: number) => ({
  lineId,
  productId: 'p1',
  name: 'P',
  qty,
  unitPrice: usd('10'),
  taxPct: 0,
});
const place = {
  customerId: 'c1',
  number: 'SO-1',
  lines: [input('l1', 2), input('l2', 1.5)],
};
const placed = event(OrderPlaced, {
  orderId: 'a1',
  number: 'SO-1',
  customerId: 'c1',
  currency: 'USD',
  lines: [lineOf('l1', 2, '20.00'), lineOf('l2', 1.5, '15.00')],
  totals: totalsOf('35.00'),
  placedAt: '2026-03-01T10:00:00.000Z',
  ownerId: 'ann',
});
const orderId = 'a1';
const today = testMeta().occurredAt;
const held = event(OrderHeld, { orderId, reason: 'credit', at: today });
const cancelled = event(OrderCancelled, {
  orderId,
  reason: 'Twice',
  by: 'customer',
  totals: totalsOf('35.00'),
});
const shippedPart = event(OrderLineShipped, {
  orderId,
  shipmentId: 's1',
  lineId: 'l1',
  productId: 'p1',
  qty: 1,
  shippedQty: 1,
  orderedQty: 2,
  at: '2026-03-01T10:00:00.000Z',
  allShipped: false,
});
const shippedRest = [
  event(OrderLineShipped, {
    ...shippedPart.data,
    shipmentId: 's2',
    shippedQty: 2,
  }),
  event(OrderLineShipped, {
    ...shippedPart.data,
    shipmentId: 's2',
    lineId: 'l2',
    qty: 1.5,
    shippedQty: 1.5,
    orderedQty: 1.5,
    allShipped: true,
  }),
];
/** To what was shipped first. */
const cut = event(OrderAmended, {
  orderId,
  changed: ['lines'],
  lines: [lineOf('l1', 1, '10.00')],
  totals: totalsOf('10.00'),
  oldTotals: totalsOf('35.00'),
});
const arrived = (shipmentId: string, allDelivered: boolean) =>
  event(OrderDelivered, {
    orderId,
    shipmentId,
    at: '2026-03-01T10:00:00.000Z',
    allDelivered,
  });
const completed = event(OrderCompleted, { orderId, totals: totalsOf('35.00') });
/** By a step that is told, as of the last one. */
const completedAt = (occurredAt: string, amount = '35.00') => ({
  ...event(OrderCompleted, { orderId, totals: totalsOf(amount) }),
  occurredAt,
});

describe('placing an order', () => {
  const placing = (more: object = {}, moreFacts: object = {}, meta: object = {}) =>
    given(order, []).when('PlaceOrder', { ...place, ...more }, { facts: { ...facts, ...moreFacts }, meta });

  it('prices its lines', () => {
    placing().then([placed]);
    placing({ number: undefined, ownerId: 'bob' }).then([
      event(OrderPlaced, {
        ...placed.data,
        number: documentNumber('O', 'a1'),
        ownerId: 'bob',
      }),
    ]);
  });

  it('takes discounts, taxes and list prices, and gives lines their ids', () => {
    const line = {
      productId: 'p1',
      sku: 'P-1',
      name: 'P',
      qty: 3,
      discountPct: 10,
      taxPct: 20,
    };
    placing({
      lines: [{ ...line, unitPrice: usd('9.99'), listPrice: usd('12') }],
    }).then([
      event(OrderPlaced, {
        ...placed.data,
        lines: [
          {
            ...line,
            lineId: derivedId(testMeta().commandId, 'line-0'),
            listPrice: usd('12.00'),
            unitPrice: usd('9.99'),
            list: usd('36.00'),
            net: usd('26.97'),
            tax: usd('5.39'),
          },
        ],
        totals: {
          list: usd('36.00'),
          discount: usd('9.03'),
          net: usd('26.97'),
          tax: usd('5.39'),
          total: usd('32.36'),
        },
      }),
    ]);
  });

  it('takes a line sold as one amount to the cent', () => {
    const { unitPrice: _, ...line } = input('l1', 3);
    placing({ lines: [{ ...line, net: usd('29.33') }] }).then([
      event(OrderPlaced, {
        ...placed.data,
        lines: [
          {
            ...lineOf('l1', 3, '29.33'),
            listPrice: usd('9.78'),
            unitPrice: usd('9.78'),
            list: usd('29.34'),
          },
        ],
        totals: {
          ...totalsOf('29.33'),
          list: usd('29.34'),
          discount: usd('0.01'),
        },
      }),
    ]);
    placing({
      lines: [{ ...line, net: usd('1'), discountPct: 5 }],
    }).thenRefused('discount-form', '/lines/0/discountPct');
  });

  it('refuses lines that nothing can be priced by', () => {
    const { unitPrice: _, ...unpriced } = input('l1', 1);
    const euros = { amount: '1.00', currency: 'EUR' };
    placing({ lines: [unpriced] }).thenRefused('no-price', '/lines/0/unitPrice');
    placing({ lines: [input('l0', 1), unpriced] }).thenRefused('no-price', '/lines/1/unitPrice');
    placing({
      lines: [input('l0', 1), { ...unpriced, unitPrice: euros }],
    }).thenRefused('currency-mismatch', '/lines/1/unitPrice/currency');
    placing({ lines: [input('l1', 1), input('l1', 2)] }).thenRefused('duplicate-line', '/lines/1/lineId');
    placing({
      lines: [{ ...input('l1', 1000), unitPrice: usd('90000000000000.00') }],
    }).thenRefused('amount-out-of-range', '/lines/0');
    placing({
      lines: [{ ...unpriced, qty: 0.001, net: usd('90000000000000.00') }],
    }).thenRefused('amount-out-of-range', '/lines/0');
    placing({ lines: undefined }).thenRefused('lines-required', '/lines');
    placing({ number: documentNumber('O', 'a2') }).thenRefused('reserved-number', '/number');
  });

  it('needs a customer at work', () => {
    placing({}, { customer: noCustomer }).thenRefused('unknown-customer', '/customerId');
    placing({}, { customer: anArchivedCustomer }).thenRefused('customer-archived', '/customerId');
  });

  it('is held at once for a customer on credit hold, unless it was placed before the hold', () => {
    const on = (occurredAt: string) => event(OrderPlaced, { ...placed.data, placedAt: occurredAt });
    const heldOn = (occurredAt: string) => event(OrderHeld, { ...held.data, at: occurredAt });
    const [before, since] = ['2026-02-01T08:59:59.999Z', '2026-02-01T09:00:00.000Z'];
    placing({}, { customer: aCustomerOnHold }).then([placed, held]);
    placing({}, { customer: aCustomerOnHold }, { occurredAt: since }).then([on(since), heldOn(since)]);
    placing({}, { customer: aCustomerOnHold }, { occurredAt: before }).then([on(before)]);
    placing({}, { customer: aCustomerEverOnHold }, { occurredAt: before }).then([on(before), heldOn(before)]);
    // The clock of the hold is ahead.
    placing({}, { customer: aCustomerOnHold }, { occurredAt: before, now: before }).then([on(before), heldOn(before)]);
  });

  it('is part of an opportunity of the same customer', () => {
    const opened = exampleEvent(OpportunityOpened);
    const deal = given(opportunity, [event(OpportunityOpened, { ...opened.data, customerId: 'c1' })]).state();
    const { state } = placing({ opportunityId: 'op' }, { opportunity: deal }).then([
      event(OrderPlaced, { ...placed.data, opportunityId: 'op' }),
    ]);
    expect(state).toMatchObject({ opportunityId: 'op' });
    placing({ opportunityId: 'op' }, { opportunity: { status: 'none' } }).thenRefused(
      'unknown-opportunity',
      '/opportunityId',
    );
    placing({ opportunityId: 'op', customerId: 'c2' }, { opportunity: deal }).thenRefused(
      'other-customer',
      '/opportunityId',
    );
  });

  it('claims the number it was given and the quote it is of, and holds them', () => {
    const claims = (data: object) =>
      order.claims?.PlaceOrder?.({ data: { ...place, ...data }, meta: testMeta() }, order.initialState);
    expect(claims({ quoteId: 'q1' })).toEqual([
      { kind: 'order-number', value: 'SO-1', field: '/number' },
      { kind: 'ordered-quote', value: 'q1', field: '/quoteId' },
    ]);
    expect(claims({ number: undefined })).toEqual([]);
    const ofQuote = event(OrderPlaced, {
      ...placed.data,
      quoteId: 'q1',
      quoteVersion: 1,
    });
    const held_ = (history: History) =>
      [
        { kind: 'order-number', value: 'SO-1' },
        { kind: 'ordered-quote', value: 'q1' },
        { kind: 'ordered-quote', value: 'q2' },
      ].map(claim => order.holds?.(given(order, history).state(), claim));
    expect(held_([ofQuote])).toEqual([true, true, false]);
    expect(held_([ofQuote, cancelled])).toEqual([true, false, false]);
    expect(held_([])).toEqual([false, false, false]);
  });

  it('asks for the records it looks at', () => {
    const meta = testMeta();
    const customer = { aggregate: 'customer', id: 'c1' };
    expect(order.facts?.PlaceOrder?.({ data: { ...place, quoteId: 'q1' }, meta }, order.initialState)).toEqual({
      customer,
      quote: { aggregate: 'quote', id: 'q1' },
      opportunity: undefined,
    });
    expect(order.facts?.ConfirmOrder?.({ data: {}, meta }, given(order, [placed]).state())).toEqual({ customer });
  });
});

describe('an order of a quote', () => {
  const drafted = event(QuoteDrafted, {
    ...exampleEvent(QuoteDrafted).data,
    customerId: 'c1',
    opportunityId: 'op',
    version: 1,
  });
  const line = { ...lineOf('l1', 1, '10.00'), taxPct: 10, tax: usd('1.00') };
  const added = event(QuoteLineAdded, {
    quoteId: 'q1',
    version: 1,
    line,
    totals: totalsOf('10.00'),
  });
  const whole = event(QuoteDiscountApplied, {
    quoteId: 'q1',
    version: 1,
    scope: 'quote',
    amount: usd('1.00'),
    totals: totalsOf('9.00'),
  });
  const acceptedAt = '2026-02-28T10:00:00.000Z';
  const history = [
    drafted,
    added,
    whole,
    exampleEvent(QuoteSent),
    event(QuoteAccepted, {
      ...exampleEvent(QuoteAccepted).data,
      at: acceptedAt,
    }),
  ];
  const accepted = given(quote, history).state();
  const placing = (more: object = {}, of = accepted) =>
    given(order, []).when(
      'PlaceOrder',
      { customerId: 'c1', number: 'SO-1', quoteId: 'q1', ...more },
      { facts: { ...facts, quote: of } },
    );

  it('has what the customer accepted', () => {
    placing().then([
      event(OrderPlaced, {
        ...placed.data,
        quoteId: 'q1',
        quoteVersion: 1,
        opportunityId: 'op',
        lines: [{ ...line, net: usd('9.00'), tax: usd('0.90') }],
        totals: {
          list: usd('10.00'),
          discount: usd('1.00'),
          net: usd('9.00'),
          tax: usd('0.90'),
          total: usd('9.90'),
        },
      }),
    ]);
  });

  it('is placed once the quote is accepted', () => {
    const at = (occurredAt: string, now?: string) =>
      given(order, []).when(
        'PlaceOrder',
        { customerId: 'c1', quoteId: 'q1' },
        {
          facts: { ...facts, quote: accepted },
          meta: { occurredAt, ...(now !== undefined && { now }) },
        },
      );
    expect(at(acceptedAt).decided()).toHaveLength(1);
    at('2026-02-28T09:59:59.999Z').thenRefused('before-last-change', '/occurredAt');
    expect(at('2026-02-28T09:59:59.999Z', '2026-02-28T09:59:59.999Z').decided()).toHaveLength(1);
  });

  it('needs an accepted quote of the customer, and nothing beside it', () => {
    placing({}, quote.initialState).thenRefused('unknown-quote', '/quoteId');
    placing({}, given(quote, history.slice(0, 4)).state()).thenRefused('quote-not-accepted', '/quoteId');
    placing({ customerId: 'c2' }).thenRefused('other-customer', '/quoteId');
    placing({ lines: place.lines }).thenRefused('lines-from-quote', '/lines');
    given(order, [])
      .when(
        'PlaceOrder',
        { customerId: 'c1', quoteId: 'q1', opportunityId: 'op2' },
        {
          facts: {
            ...facts,
            quote: accepted,
            opportunity: given(opportunity, [
              event(OpportunityOpened, {
                ...exampleEvent(OpportunityOpened).data,
                customerId: 'c1',
              }),
            ]).state(),
          },
        },
      )
      .thenRefused('other-opportunity', '/opportunityId');
  });
});

describe('the course of an order', () => {
  const confirmed = event(OrderConfirmed, {
    orderId,
    promisedDate: '2026-03-10',
    erpRef: 'E 1/2',
  });
  const confirm = (history: History, data: object = {}, customer = aCustomer) =>
    given(order, history).when('ConfirmOrder', data, { facts: { customer } });

  it('is confirmed, and promised anew', () => {
    confirm([placed], { promisedDate: '2026-03-10', erpRef: 'E 1/2' }).then([confirmed]);
    confirm([placed, confirmed]).thenNothing();
    confirm([placed, confirmed], { promisedDate: '2026-03-12' }).then([
      event(OrderConfirmed, { ...confirmed.data, promisedDate: '2026-03-12' }),
    ]);
    confirm([placed, confirmed], { erpRef: 'E 2' }).then([event(OrderConfirmed, { ...confirmed.data, erpRef: 'E 2' })]);
    confirm([placed, confirmed], { promisedDate: '2026-03-10' }).thenNothing();
    confirm([placed, held]).thenRefused('order-held');
    confirm([placed], {}, aCustomerOnHold).thenRefused('credit-hold');
    const early = event(OrderPlaced, {
      ...placed.data,
      placedAt: '2026-01-31T00:00:00.000Z',
    });
    const told = (occurredAt: string) =>
      given(order, [early]).when('ConfirmOrder', {}, { facts: { customer: aCustomerOnHold }, meta: { occurredAt } });
    expect(told('2026-02-01T08:59:59.999Z').decided()).toHaveLength(1);
    told('2026-02-01T09:00:00.000Z').thenRefused('credit-hold');
    confirm([placed, cancelled]).thenRefused('order-closed');
    confirm([placed, completed]).thenRefused('order-closed');
  });

  it('is held for one reason at a time, and released', () => {
    const hold = (history: History, reason: 'credit' | 'stock', note?: string) =>
      given(order, history).when('HoldOrder', { reason, note });
    hold([placed], 'credit').then([held]);
    hold([placed], 'credit', 'Two invoices').then([event(OrderHeld, { ...held.data, note: 'Two invoices' })]);
    hold([placed, held], 'credit').thenNothing();
    hold([placed, held], 'stock').thenRefused('order-held');
    hold([placed, held], 'credit', 'Two invoices').thenRefused('order-held');
    const release = (history: History, customer = aCustomer) =>
      given(order, history).when('ReleaseOrder', { note: 'Paid' }, { facts: { customer } });
    release([placed]).thenNothing();
    release([placed, held], aCustomerOnHold).thenRefused('credit-hold');
    release([placed, event(OrderHeld, { orderId, reason: 'stock' })], aCustomerOnHold).then([
      event(OrderReleased, {
        orderId,
        reason: 'stock',
        note: 'Paid',
        at: today,
      }),
    ]);
    const { state } = release([placed, held]).then([
      event(OrderReleased, {
        orderId,
        reason: 'credit',
        note: 'Paid',
        at: today,
      }),
    ]);
    expect(state).toMatchObject({ status: 'placed', hold: undefined });
    const released = (note?: string) => event(OrderReleased, { orderId, reason: 'credit', note });
    release([placed, held, released('Paid')]).thenNothing();
    release([placed, held, released()]).thenRefused('order-not-held');
  });

  it('goes on as it did before it was held, where that is told late', () => {
    const [before, since] = ['2026-03-01T10:00:00.001Z', '2026-03-01T10:00:00.002Z'];
    const now = '2026-03-02T10:00:00.000Z';
    const heldOn = (at?: string) => event(OrderHeld, { ...held.data, at });
    const when = (occurredAt: string, on: string | undefined, present = now) => {
      const options = { facts, meta: { occurredAt, now: present } };
      const one = given(order, [placed, heldOn(on)]);
      return [
        one.when('ConfirmOrder', {}, options),
        one.when('RecordShipment', { lines: [{ lineId: 'l1', qty: 1 }] }, options),
      ];
    };
    for (const step of when(before, since)) expect(step.decided()).toHaveLength(1);
    for (const steps of [when(since, since), when(before, undefined), when(before, since, before)])
      for (const step of steps) step.thenRefused('order-held');
    const meta = { occurredAt: before, now };
    const one = given(order, [placed, heldOn(since)]);
    one.when('HoldOrder', { reason: 'stock' }, { meta }).thenRefused('order-held');
    one.when('CompleteOrder', { withoutShipment: true }, { meta }).thenRefused('order-held');
  });

  it('is released no earlier than it was held, and held again no earlier than that', () => {
    const meta = { occurredAt: '2026-03-01T10:00:00.001Z' };
    const [early, late] = ['2026-03-01T10:00:00.001Z', '2026-03-01T10:00:00.002Z'];
    const heldOn = (on?: string) => event(OrderHeld, { ...held.data, at: on });
    const released = (on?: string) => event(OrderReleased, { orderId, reason: 'credit', at: on });
    const release = (on?: string) => given(order, [placed, heldOn(on)]).when('ReleaseOrder', {}, { facts, meta });
    const hold = (on?: string) =>
      given(order, [placed, held, released(on)]).when('HoldOrder', { reason: 'stock' }, { meta });
    for (const step of [release, hold]) {
      step(late).thenRefused('before-last-change', '/occurredAt');
      for (const on of [early, undefined]) expect(step(on).decided()).toHaveLength(1);
    }
  });

  it('is cancelled before anything is shipped', () => {
    const cancel = (history: History) =>
      given(order, history).when('CancelOrder', {
        reason: 'Twice',
        by: 'customer',
      });
    cancel([placed]).then([cancelled]);
    cancel([placed, cancelled]).thenNothing();
    given(order, [placed, cancelled])
      .when('CancelOrder', { reason: 'Too late', by: 'customer' })
      .thenRefused('order-closed');
    cancel([placed, shippedPart]).thenRefused('order-shipped');
    cancel([placed, completed]).thenRefused('order-closed');
  });

  it('is amended in what is new', () => {
    const amend = (data: object, history: History = [placed]) => given(order, history).when('ChangeOrder', data);
    const shipTo = { lines: ['1 Main St'], city: 'Springfield', country: 'US' };
    const amended = event(OrderAmended, {
      orderId,
      changed: ['lines', 'shipTo'],
      lines: [lineOf('l1', 4, '40.00')],
      shipTo,
      totals: totalsOf('40.00'),
      oldTotals: totalsOf('35.00'),
      status: 'placed',
      at: today,
    });
    amend({ lines: [input('l1', 4)], shipTo }).then([amended]);
    amend({ shipTo, lines: [input('l1', 4)] }, [placed, amended]).thenNothing();
    amend({ lines: place.lines }).thenNothing();
    amend({ requestedDate: '2026-04-01', billTo: shipTo }).then([
      event(OrderAmended, {
        orderId,
        changed: ['billTo', 'requestedDate'],
        billTo: shipTo,
        requestedDate: '2026-04-01',
        totals: totalsOf('35.00'),
        oldTotals: totalsOf('35.00'),
        status: 'placed',
        at: today,
      }),
    ]);
    amend({
      lines: [{ ...input('l1', 1), unitPrice: { amount: '1', currency: 'EUR' } }],
    }).thenRefused('currency-mismatch', '/lines/0/unitPrice/currency');
    amend({ requestedDate: '2026-04-01' }, [placed, cancelled]).thenRefused('order-closed');
  });

  it('keeps what an amendment does not name', () => {
    const address = { lines: ['1 Main St'], city: 'Springfield', country: 'US' };
    const delivery = { shipTo: address, billTo: address, requestedDate: '2026-04-01' };
    const amend = (data: object, history: History) => [
      ...history,
      ...given(order, history).when('ChangeOrder', data).decided(),
    ];
    const redirected = amend(delivery, [placed]);
    expect(given(order, redirected).state()).toMatchObject({ ...delivery, lines: placed.data.lines });
    const more = amend({ lines: [input('l1', 4)] }, redirected);
    expect(given(order, more).state()).toMatchObject({ ...delivery, lines: [lineOf('l1', 4, '40.00')] });
  });

  it('keeps what was shipped of it', () => {
    const amend = (lines: object[]) =>
      given(order, [placed, shippedPart]).when('ChangeOrder', {
        lines: lines as never,
      });
    amend([input('l1', 1)]).then([
      event(OrderAmended, {
        orderId,
        changed: ['lines'],
        lines: [lineOf('l1', 1, '10.00')],
        totals: totalsOf('10.00'),
        oldTotals: totalsOf('35.00'),
        status: 'shipped',
        at: today,
      }),
    ]);
    amend([input('l2', 1), input('l1', 0.999)]).thenRefused('below-shipped', '/lines/1/qty');
    amend([input('l2', 1)]).thenRefused('line-shipped', '/lines');
    amend([{ ...input('l1', 2), productId: 'p2' }]).thenRefused('line-shipped', '/lines');
  });

  it('says how far it is once it is amended', () => {
    const statusAfter = (qty: number, ...history: History) => {
      const amended = given(order, [placed, ...history]).when('ChangeOrder', {
        lines: [input('l1', qty)],
      });
      return (amended.decided()[0]!.data as OrderAmended).status;
    };
    expect(statusAfter(2, confirmed)).toBe('confirmed');
    expect(statusAfter(1, confirmed, shippedPart)).toBe('shipped');
    expect(statusAfter(1, shippedPart, arrived('s1', false))).toBe('delivered');
    expect(statusAfter(2, shippedPart, cut)).toBe('placed');
  });

  it('is completed where it is cut to what arrived, unless it is held', () => {
    const cutting = (...history: History) =>
      given(order, [placed, shippedPart, ...history]).when('ChangeOrder', {
        lines: [input('l1', 1)],
      });
    const isCut = event(OrderAmended, {
      ...cut.data,
      status: 'delivered',
      at: today,
    });
    cutting(arrived('s1', false)).then([isCut, completedAt(today, '10.00')]);
    cutting(arrived('s1', false), held).then([isCut]);
  });

  it('has its lines changed no earlier than they last were, or than anything in it left or arrived', () => {
    const meta = { occurredAt: '2026-03-01T10:00:00.001Z' };
    const [early, late] = ['2026-03-01T10:00:00.001Z', '2026-03-01T10:00:00.002Z'];
    const left = (at?: string) => event(OrderLineShipped, { ...shippedPart.data, at });
    const came = (at: string) => event(OrderDelivered, { ...arrived('s1', false).data, at });
    const changing = (data: object, ...history: History) =>
      given(order, [placed, ...history]).when('ChangeOrder', data, { meta });
    const lines = [input('l1', 3)];
    changing({ lines }, left(late)).thenRefused('before-last-change', '/occurredAt');
    changing({ lines }, left(early), came(late)).thenRefused('before-last-change', '/occurredAt');
    const changed = (on: string) => event(OrderAmended, { ...cut.data, at: on });
    changing({ lines }, changed(late)).thenRefused('before-last-change', '/occurredAt');
    for (const history of [[left(early), came(early)], [left()], [changed(early)]])
      expect(changing({ lines }, ...history).decided()).toHaveLength(1);
    expect(changing({ requestedDate: '2026-04-01' }, left(late)).decided()).toHaveLength(1);
  });

  it('is its customer’s in every event, and not there before it is placed', () => {
    expect(order.customerId(given(order, [placed, held]).state(), held)).toBe('c1');
    expect(order.customerId(order.initialState, held)).toBeUndefined();
    given(order, []).when('HoldOrder', { reason: 'stock' }).thenRefused('unknown-order');
    const { OrderPlaced: _, ...later } = orderEvents;
    expect(given(order, Object.values(later).map(exampleEvent)).state()).toEqual({ status: 'none' });
    given(order, [placed])
      .when('HoldOrder', { reason: 'stock' }, { meta: { occurredAt: '2026-02-28T00:00:00.000Z' } })
      .thenRefused('before-beginning', '/occurredAt');
  });
});

describe('shipping an order', () => {
  const ship = (history: History, lines: { lineId: string; qty: number }[], shipmentId?: string) =>
    given(order, history).when('RecordShipment', { lines, shipmentId });

  it('tells for each line what was shipped so far', () => {
    given(order, [placed])
      .when('RecordShipment', {
        shipmentId: 's1',
        lines: [{ lineId: 'l1', qty: 1, serials: ['S1'] }],
        carrier: 'DHL',
        tracking: 'T1',
      })
      .then([
        event(OrderLineShipped, {
          ...shippedPart.data,
          serials: ['S1'],
          carrier: 'DHL',
          tracking: 'T1',
        }),
      ]);
    const rest = [
      { lineId: 'l1', qty: 1 },
      { lineId: 'l2', qty: 1.5 },
    ];
    ship([placed, shippedPart], rest, 's2').then(shippedRest);
    ship([placed], [{ lineId: 'l1', qty: 1 }]).then([
      event(OrderLineShipped, {
        ...shippedPart.data,
        shipmentId: derivedId(testMeta().commandId, 'shipment'),
      }),
    ]);
  });

  it('happens once', () => {
    ship([placed, shippedPart], [{ lineId: 'l1', qty: 1 }], 's1').thenNothing();
    ship([placed, shippedPart], [{ lineId: 'l1', qty: 0.5 }], 's1').thenRefused('shipment-exists', '/shipmentId');
    const full = {
      shipmentId: 's1',
      lines: [{ lineId: 'l1', qty: 1, serials: ['S1'] }],
      carrier: 'DHL',
      tracking: 'T1',
    };
    const { shipmentId, lines, carrier, tracking } = full;
    const again = (data: typeof full, shipped: object = {}) =>
      given(order, [placed, event(OrderLineShipped, { ...shippedPart.data, ...shipped })]).when('RecordShipment', data);
    again(full, { carrier, tracking, serials: ['S1'] }).thenNothing();
    again(full, { carrier, serials: ['S1'] }).thenRefused('shipment-exists', '/shipmentId');
    again(full, { tracking, serials: ['S1'] }).thenRefused('shipment-exists', '/shipmentId');
    again(full, { carrier, tracking }).thenRefused('shipment-exists', '/shipmentId');
    given(order, [placed, shippedPart, arrived('s1', false)])
      .when('RecordShipment', {
        shipmentId,
        lines: lines.map(({ lineId, qty }) => ({ lineId, qty })),
        carrier,
      })
      .thenRefused('shipment-exists', '/shipmentId');
    ship([placed, shippedPart, ...shippedRest, completed], [{ lineId: 'l1', qty: 1 }], 's1').thenNothing();
  });

  it('never ships more than was ordered', () => {
    ship([placed, shippedPart], [{ lineId: 'l1', qty: 1.001 }], 's2').thenRefused('over-shipped', '/lines/0/qty');
    const half = { lineId: 'l2', qty: 0.75 };
    ship([placed], [half, half], 's2').thenRefused('duplicate-line', '/lines/1/lineId');
    ship([placed], [half, { lineId: 'l9', qty: 1 }], 's2').thenRefused('unknown-line', '/lines/1/lineId');
    ship([placed, held], [half], 's2').thenRefused('order-held');
    ship([placed, cancelled], [half], 's2').thenRefused('order-closed');
  });

  it('ships no more of a line than was ordered by then', () => {
    const day = (of: number) => `2026-03-${String(of).padStart(2, '0')}T10:00:00.000Z`;
    const amended = (on: number | undefined, l1: number, l3: number, productId = 'p1') =>
      event(OrderAmended, {
        ...cut.data,
        lines: [{ ...lineOf('l1', l1, '10.00'), productId }, lineOf('l3', l3, '10.00')],
        at: on === undefined ? undefined : day(on),
      });
    const left = (on: number, qty: number) =>
      event(OrderLineShipped, { ...shippedPart.data, shipmentId: `on-${on}`, qty, at: day(on) });
    const shipping = (on: number, lineId: string, qty: number, ...history: History) =>
      given(order, [placed, ...history]).when(
        'RecordShipment',
        { lines: [{ lineId, qty }] },
        { meta: { occurredAt: day(on) } },
      );
    const raised = [amended(10, 5, 1), amended(20, 7, 2)];
    const refused: [number, string, number, ...History][] = [
      [9, 'l1', 2.001, ...raised],
      [19, 'l1', 5.001, ...raised],
      [9, 'l3', 1, ...raised],
      [19, 'l3', 1.001, ...raised],
      [9, 'l1', 1, left(3, 1.5), ...raised],
      [9, 'l1', 1, left(3, 1.5), ...raised, event(OrderDelivered, { ...arrived('on-3', false).data, at: day(15) })],
      [9, 'l1', 1, amended(10, 2, 1, 'p2')],
    ];
    for (const [on, lineId, qty, ...history] of refused)
      shipping(on, lineId, qty, ...history).thenRefused('before-last-change', '/occurredAt');
    const taken: [number, string, number, ...History][] = [
      [9, 'l1', 2, ...raised],
      [10, 'l1', 5, ...raised],
      [20, 'l3', 2, ...raised],
      [9, 'l1', 1, ...raised, left(21, 5)],
      [9, 'l1', 1, amended(10, 1, 1)],
      [9, 'l1', 5, amended(undefined, 5, 1)],
    ];
    for (const [on, lineId, qty, ...history] of taken)
      expect(shipping(on, lineId, qty, ...history).decided()).toHaveLength(1);
  });

  it('counts thousandths exactly', () => {
    const tenths = event(OrderPlaced, {
      ...placed.data,
      lines: [lineOf('l1', 0.3, '3.00')],
    });
    const first = [0.1, 0.2].map((qty, at) =>
      event(OrderLineShipped, {
        ...shippedPart.data,
        shipmentId: `t${at}`,
        qty,
        shippedQty: qty,
        orderedQty: 0.3,
      }),
    );
    ship([tenths, first[0]!], [{ lineId: 'l1', qty: 0.2 }], 's2').then([
      event(OrderLineShipped, {
        ...shippedPart.data,
        shipmentId: 's2',
        qty: 0.2,
        shippedQty: 0.3,
        orderedQty: 0.3,
        allShipped: true,
      }),
    ]);
    ship([tenths, ...first], [{ lineId: 'l1', qty: 0.001 }], 's2').thenRefused('over-shipped', '/lines/0/qty');
  });

  const deliver = (history: History, shipmentId: string) =>
    given(order, history).when('RecordDelivery', {
      shipmentId,
      receivedBy: 'Jo',
    });
  const receivedBy = { receivedBy: 'Jo' };

  it('completes the order with the delivery of the last shipment', () => {
    const all = [placed, shippedPart, ...shippedRest];
    const first = event(OrderDelivered, {
      ...arrived('s1', false).data,
      ...receivedBy,
    });
    deliver(all, 's1').then([first]);
    deliver([...all, first], 's1').thenNothing();
    deliver([...all, arrived('s1', false)], 's1').thenRefused('shipment-delivered', '/shipmentId');
    deliver([...all, first], 's2').then([
      event(OrderDelivered, { ...arrived('s2', true).data, ...receivedBy }),
      completedAt(today),
    ]);
    deliver([placed, shippedPart], 's1').then([first]);
    deliver([placed, shippedPart], 's9').thenRefused('unknown-shipment', '/shipmentId');
  });

  it('completes a held order with its release', () => {
    const before = [placed, shippedPart, ...shippedRest, arrived('s1', false)];
    const last = event(OrderDelivered, {
      ...arrived('s2', true).data,
      ...receivedBy,
    });
    const released = event(OrderReleased, {
      orderId,
      reason: 'credit',
      at: today,
    });
    deliver([...before, held], 's2').then([last]);
    const release = (...history: History) => given(order, history).when('ReleaseOrder', {}, { facts });
    release(...before, held, last).then([released, completedAt(today)]);
    release(...before, held).then([released]);
  });

  it('is completed as of the last delivery, change or release, also where a delivery is told later', () => {
    const day = (of: number) => `2026-03-${String(of).padStart(2, '0')}T10:00:00.000Z`;
    const when = (on: number, ...history: History) => ({
      delivered: (shipmentId: string) =>
        given(order, [placed, ...history])
          .when('RecordDelivery', { shipmentId }, { meta: { occurredAt: day(on) } })
          .decided()
          .at(-1),
      released: () =>
        given(order, [placed, ...history])
          .when('ReleaseOrder', {}, { facts, meta: { occurredAt: day(on) } })
          .decided()
          .at(-1),
      completed: () => given(order, [placed, ...history]).when('CompleteOrder', {}, { meta: { occurredAt: day(on) } }),
    });
    const came = (shipmentId: string, on: number) =>
      event(OrderDelivered, {
        ...arrived(shipmentId, false).data,
        at: day(on),
      });
    const all = [shippedPart, ...shippedRest];
    expect(when(3, ...all, came('s2', 12)).delivered('s1')).toEqual(completedAt(day(12)));
    const heldOn = event(OrderHeld, { ...held.data, at: day(2) });
    const releasedOn = event(OrderReleased, {
      orderId,
      reason: 'credit',
      at: day(5),
    });
    expect(when(3, ...all, came('s2', 2), heldOn, releasedOn).delivered('s1')).toEqual(completedAt(day(5)));
    const cutOn = event(OrderAmended, { ...cut.data, at: day(6) });
    expect(when(4, shippedPart, cutOn).delivered('s1')).toEqual(completedAt(day(6), '10.00'));
    const addressed = event(OrderAmended, {
      ...cutOn.data,
      changed: ['requestedDate'],
      lines: undefined,
    });
    expect(when(3, ...all, came('s2', 2), addressed).delivered('s1')).toEqual(completedAt(day(3)));
    const both = [...all, came('s1', 8), came('s2', 4)];
    expect(when(6, ...both, heldOn).released()).toEqual(completedAt(day(8)));
    when(7, ...both)
      .completed()
      .thenRefused('before-last-change', '/occurredAt');
    when(8, ...both)
      .completed()
      .then([completed]);
  });

  it('has nothing arrive before it left', () => {
    const meta = { occurredAt: '2026-03-01T10:00:00.001Z' };
    const left = (at?: string) => event(OrderLineShipped, { ...shippedPart.data, at });
    const when = (shipment: ReturnType<typeof left>) =>
      given(order, [placed, shipment]).when('RecordDelivery', { shipmentId: 's1' }, { meta });
    when(left('2026-03-01T10:00:00.002Z')).thenRefused('before-last-change', '/occurredAt');
    for (const at of ['2026-03-01T10:00:00.001Z', undefined]) expect(when(left(at)).decided()).toHaveLength(1);
  });

  it('leaves an order to be completed that nobody ships, or that was cut to what arrived', () => {
    const complete = (history: History, data: object = {}) => given(order, history).when('CompleteOrder', data);
    complete([placed], { withoutShipment: true }).then([completed]);
    complete([placed, completed], { withoutShipment: true }).thenNothing();
    complete([placed]).thenRefused('not-shipped');
    complete([placed, shippedPart], { withoutShipment: true }).thenRefused('not-shipped');
    complete([placed, shippedPart, ...shippedRest]).thenRefused('not-delivered');
    complete([placed, held], { withoutShipment: true }).thenRefused('order-held');
    complete([placed, cancelled], { withoutShipment: true }).thenRefused('order-closed');
    complete([placed, shippedPart, cut, arrived('s1', false)]).then([
      event(OrderCompleted, { orderId, totals: totalsOf('10.00') }),
    ]);
  });
});
