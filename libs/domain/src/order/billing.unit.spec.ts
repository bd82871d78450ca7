import { describe, expect, it } from '@jest/globals';
import {
  CreditNoteMirrored,
  derivedId,
  event,
  InvoiceMirrored,
  MarginRecorded,
  OrderCancelled,
  OrderPlaced,
  PaymentMirrored,
  PaymentOverdue,
} from '@touchstream/events';
import * as fc from 'fast-check';
import { money, toWire } from '../money/index.js';
import { given, testMeta } from '../testing/index.js';
import { exampleEvent, usd } from '../testing/sales-facts.js';
import { order } from './order.js';

type History = Parameters<typeof given>[1];
const orderId = 'a1';
const invoiceRef = 'INV/1';
const placed = event(OrderPlaced, {
  ...exampleEvent(OrderPlaced).data,
  orderId,
  placedAt: '2026-01-01T00:00:00.000Z',
});
const euros = { amount: '1.00', currency: 'EUR' };
const invoice = { invoiceRef, net: usd('100'), tax: usd('20'), dueDate: '2026-02-15' };
const invoiced = event(InvoiceMirrored, {
  orderId,
  invoiceRef,
  net: usd('100.00'),
  tax: usd('20.00'),
  total: usd('120.00'),
  dueDate: '2026-02-15',
});
const paid = (paymentRef: string, amount: string, left: { oldOpen: string; open: string; overpaid: string }) =>
  event(PaymentMirrored, {
    orderId,
    invoiceRef,
    paymentRef,
    amount: usd(amount),
    at: testMeta().occurredAt,
    oldOpen: usd(left.oldOpen),
    open: usd(left.open),
    overpaid: usd(left.overpaid),
    overdue: false,
  });
const first = paid('p1', '50.00', { oldOpen: '120.00', open: '70.00', overpaid: '0.00' });
const overdue = event(PaymentOverdue, {
  orderId,
  invoiceRef,
  dueDate: '2026-02-15',
  days: 14,
  open: usd('120.00'),
  first: true,
});

describe('the invoices of an order', () => {
  const mirror = (history: History, data: object = {}) =>
    given(order, history).when('MirrorInvoice', { ...invoice, ...data });

  it('are mirrored once each', () => {
    mirror([placed]).then([invoiced]);
    mirror([placed, invoiced]).thenNothing();
    mirror([placed, invoiced], { dueDate: '2026-02-16' }).thenRefused('invoice-exists', '/invoiceRef');
    mirror([placed, invoiced], { net: usd('99') }).thenRefused('invoice-exists', '/invoiceRef');
    mirror([placed, exampleEvent(OrderCancelled)]).then([invoiced]);
  });

  it('are in the currency of the order, and no larger than an amount', () => {
    mirror([placed], { net: euros }).thenRefused('currency-mismatch', '/net/currency');
    mirror([placed], { tax: euros }).thenRefused('currency-mismatch', '/tax/currency');
    const huge = usd('90000000000000.00');
    mirror([placed], { net: huge, tax: huge }).thenRefused('amount-out-of-range', '/net');
  });
});

describe('a credit note', () => {
  const credit = { creditNoteRef: 'CN1', invoiceRef, net: usd('50'), tax: usd('10'), reason: 'Scratch' };
  const credited = event(CreditNoteMirrored, {
    ...credit,
    orderId,
    net: usd('50.00'),
    tax: usd('10.00'),
    total: usd('60.00'),
    oldOpen: usd('120.00'),
    open: usd('60.00'),
    overpaid: usd('0.00'),
    overdue: false,
  });
  const mirror = (history: History, data: object = {}) =>
    given(order, history).when('MirrorCreditNote', { ...credit, ...data });

  it('takes back a part of an invoice, once', () => {
    mirror([placed, invoiced]).then([credited]);
    mirror([placed, invoiced, credited]).thenNothing();
    mirror([placed, invoiced, credited], { reason: undefined }).thenNothing();
    for (const other of [{ net: usd('1') }, { reason: 'Dent' }])
      mirror([placed, invoiced, credited], other).thenRefused('credit-note-exists', '/creditNoteRef');
    mirror([placed]).thenRefused('unknown-invoice', '/invoiceRef');
    mirror([placed, invoiced], { net: euros }).thenRefused('currency-mismatch', '/net/currency');
  });

  it('takes back no more than was invoiced', () => {
    mirror([placed, invoiced, credited], { creditNoteRef: 'CN2', net: usd('50.01') }).thenRefused(
      'over-credited',
      '/net',
    );
    mirror([placed, invoiced, credited], { creditNoteRef: 'CN2' }).then([
      event(CreditNoteMirrored, {
        ...credited.data,
        creditNoteRef: 'CN2',
        oldOpen: usd('60.00'),
        open: usd('0.00'),
      }),
    ]);
  });

  it('leaves as overpaid what was paid already', () => {
    const rest = paid('p2', '70.00', { oldOpen: '70.00', open: '0.00', overpaid: '0.00' });
    mirror([placed, invoiced, first, rest]).then([
      event(CreditNoteMirrored, {
        ...credited.data,
        oldOpen: usd('0.00'),
        open: usd('0.00'),
        overpaid: usd('60.00'),
      }),
    ]);
  });
});

describe('a payment', () => {
  const pay = (history: History, data: object = {}) =>
    given(order, history).when('MirrorPayment', { paymentRef: 'p1', invoiceRef, amount: usd('50'), ...data });

  it('leaves less to pay, once', () => {
    pay([placed, invoiced]).then([first]);
    pay([placed, invoiced, first]).thenNothing();
    pay([placed, invoiced, first], { amount: usd('51') }).thenRefused('payment-exists', '/paymentRef');
    pay([placed, invoiced], { paymentRef: undefined }).then([
      event(PaymentMirrored, { ...first.data, paymentRef: derivedId(testMeta().commandId, 'payment') }),
    ]);
  });

  it('may be more than what is open', () => {
    pay([placed, invoiced, first], { paymentRef: 'p2', amount: usd('100') }).then([
      paid('p2', '100.00', { oldOpen: '70.00', open: '0.00', overpaid: '30.00' }),
    ]);
  });

  it('tells what was overdue until then', () => {
    pay([placed, invoiced, overdue]).then([event(PaymentMirrored, { ...first.data, overdue: true })]);
    const all = event(PaymentMirrored, {
      ...paid('p2', '120.00', { oldOpen: '120.00', open: '0.00', overpaid: '0.00' }).data,
      overdue: true,
    });
    pay([placed, invoiced, overdue, all]).then([
      paid('p1', '50.00', { oldOpen: '0.00', open: '0.00', overpaid: '50.00' }),
    ]);
  });

  it('is of an invoice, in its currency, and more than nothing', () => {
    pay([placed]).thenRefused('unknown-invoice', '/invoiceRef');
    pay([placed, invoiced], { amount: euros }).thenRefused('currency-mismatch', '/amount/currency');
    pay([placed, invoiced], { amount: usd('0') }).thenRefused('nothing-paid', '/amount/amount');
  });

  it('keeps the balance: open less overpaid is the invoice less credits and payments', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ credit: fc.boolean(), cents: fc.bigInt({ min: 1n, max: 9_000n }) }), { maxLength: 12 }),
        steps => {
          let history: { type: string; data: unknown }[] = [placed, invoiced];
          let left = 12_000n;
          let creditable = 12_000n;
          steps.forEach(({ credit, cents }, at) => {
            if (credit && cents > creditable) return;
            const amount = toWire({ minor: cents, currency: 'USD' });
            const meta = testMeta();
            const state = given(order, history).state();
            const [decided] = credit
              ? order.decide.MirrorCreditNote(
                  { data: { creditNoteRef: `c${at}`, invoiceRef, net: amount, tax: usd('0') }, meta },
                  state,
                  {},
                )
              : order.decide.MirrorPayment({ data: { paymentRef: `p${at}`, invoiceRef, amount }, meta }, state, {});
            const { oldOpen, open, overpaid } = decided!.data as PaymentMirrored;
            expect(money(oldOpen).minor).toBe(left > 0n ? left : 0n);
            left -= cents;
            if (credit) creditable -= cents;
            expect(money(open).minor - money(overpaid).minor).toBe(left);
            expect(money(open).minor === 0n || money(overpaid).minor === 0n).toBe(true);
            history = [...history, decided!];
          });
        },
      ),
    ));
});

describe('a payment that is overdue', () => {
  const record = (history: History, occurredAt = '2026-03-01T10:00:00.000Z') =>
    given(order, history).when('RecordPaymentOverdue', { invoiceRef }, { meta: { occurredAt } });

  it('is recorded once a day, for what is open', () => {
    record([placed, invoiced]).then([overdue]);
    record([placed, invoiced, overdue]).thenNothing();
    record([placed, invoiced, overdue], '2026-02-20T00:00:00.000Z').thenNothing();
    record([placed, invoiced, overdue, first], '2026-03-02T00:00:00.000Z').then([
      event(PaymentOverdue, { ...overdue.data, days: 15, open: usd('70.00'), first: false }),
    ]);
  });

  it('is past its due date, and open', () => {
    record([placed, invoiced], '2026-02-15T23:59:59.999Z').thenRefused('not-overdue');
    record([placed]).thenRefused('unknown-invoice', '/invoiceRef');
    const all = paid('p1', '120.00', { oldOpen: '120.00', open: '0.00', overpaid: '0.00' });
    record([placed, invoiced, all]).thenRefused('nothing-open');
  });
});

describe('the margin of an order', () => {
  const margin = { revenue: usd('100.00'), cost: usd('60.00') };
  const recorded = event(MarginRecorded, { orderId, ...margin });
  const record = (history: History, data: object = {}) =>
    given(order, history).when('RecordMargin', { ...margin, ...data });

  it('is recorded, and replaced', () => {
    record([placed]).then([recorded]);
    record([placed, recorded]).thenNothing();
    record([placed, recorded], { cost: usd('61') }).then([
      event(MarginRecorded, {
        orderId,
        revenue: usd('100.00'),
        cost: usd('61.00'),
        oldRevenue: usd('100.00'),
        oldCost: usd('60.00'),
      }),
    ]);
    record([placed], { cost: euros }).thenRefused('currency-mismatch', '/cost/currency');
    record([placed], { revenue: euros }).thenRefused('currency-mismatch', '/revenue/currency');
  });
});
