import { describe, expect, it } from '@jest/globals';
import {
  CreditNoteMirrored,
  InvoiceMirrored,
  MarginRecorded,
  OrderAmended,
  OrderCancelled,
  OrderCompleted,
  OrderConfirmed,
  OrderDelivered,
  OrderHeld,
  OrderLineShipped,
  OrderPlaced,
  OrderReleased,
  PaymentMirrored,
  PaymentOverdue,
  type PricedLine,
} from '@touchstream/events';
import { example, happened, timeOf, viewSpec } from '../testing/index.js';
import { orders } from './orders.js';

const orderId = 'o1';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const address = { lines: ['12 rue de la Soie'], city: 'Lyon', country: 'FR' };
const placed = example(OrderPlaced, {
  orderId,
  customerId: 'c1',
  number: 'O-1',
  customerRef: 'PO 77',
  placedAt: '2026-02-01T00:00:00.000Z',
});
const confirmed = example(OrderConfirmed, { orderId, promisedDate: '2026-05-20', erpRef: 'SO-9' });
const shipped = (qty: number, shippedQty: number, allShipped: boolean, shipmentId = 's1') =>
  example(OrderLineShipped, { orderId, shipmentId, lineId: 'line-1', qty, shippedQty, allShipped });
const delivered = (allDelivered: boolean, shipmentId = 's1') =>
  example(OrderDelivered, { orderId, shipmentId, allDelivered, at: '2026-05-19T09:30:00.000Z' });
const invoice = (invoiceRef: string, total: string, dueDate: string) =>
  example(InvoiceMirrored, { orderId, invoiceRef, net: usd(total), tax: usd('0.00'), total: usd(total), dueDate });
const balance = (oldOpen: string, open: string) => ({
  orderId,
  invoiceRef: 'i1',
  oldOpen: usd(oldOpen),
  open: usd(open),
});

const given = (...history: Parameters<ReturnType<typeof viewSpec>['given']>[0]) =>
  viewSpec(orders).given([placed, ...history]);

describe('the register of orders', () => {
  it('shows an order as it was placed', () => {
    viewSpec(orders)
      .given([happened(placed, { channel: 'portal' })])
      .thenKeys([orderId])
      .thenDocument(orderId, {
        number: 'O-1',
        status: 'placed',
        channel: 'portal',
        customerId: 'c1',
        placedAt: '2026-02-01T00:00:00.000Z',
        totals: { list: 964_200, discount: 96_420, net: 867_780, tax: 71_592, total: 939_372 },
        billTo: null,
        heldFor: null,
      })
      .thenIndexed(orderId, {
        fields: { total: 939_372, invoiced: 0, dueDate: null },
        lookups: { number: ['O-1', 'PO 77'], product: ['gtx-pro'] },
      });
    expect(given().document(orderId).lines[0]).toMatchObject({ id: 'line-1', qty: 2, shippedQty: 0, net: 867_780 });
    expect(given().document(orderId).shipTo).toEqual({
      recipient: 'Jean Dupont',
      lines: ['12 rue de la Soie'],
      city: 'Lyon',
      region: null,
      postcode: '69006',
      country: 'FR',
    });
  });

  it('is confirmed for a day, also for another one later', () => {
    given(confirmed).thenDocument(orderId, {
      status: 'confirmed',
      confirmedAt: timeOf(1),
      promisedDate: '2026-05-20',
      erpRef: 'SO-9',
    });
    const again = example(OrderConfirmed, { orderId, promisedDate: '2026-06-01' });
    given(confirmed, shipped(2, 2, true), again).thenDocument(orderId, {
      status: 'shipped',
      confirmedAt: timeOf(1),
      promisedDate: '2026-06-01',
    });
  });

  it('is amended in what is said to have changed', () => {
    const { lines } = placed.data as { readonly lines: readonly Readonly<PricedLine>[] };
    const amended = example(OrderAmended, {
      orderId,
      changed: ['lines', 'billTo', 'requestedDate'],
      lines: [{ ...lines[0]!, qty: 3 }],
      billTo: address,
      requestedDate: '2026-06-15',
    });
    const doc = given(shipped(1, 1, false), amended)
      .thenDocument(orderId, { requestedDate: '2026-06-15' })
      .document(orderId);
    expect(doc.lines.map(({ qty, shippedQty }) => ({ qty, shippedQty }))).toEqual([{ qty: 3, shippedQty: 1 }]);
    expect(doc.billTo).toMatchObject({ recipient: null, city: 'Lyon' });
    expect(doc.shipTo).toMatchObject({ recipient: 'Jean Dupont' });
  });

  it('is as far as what left and arrived of its lines, also once these are amended', () => {
    const { lines } = placed.data as { readonly lines: readonly Readonly<PricedLine>[] };
    const amended = (qty: number) => example(OrderAmended, { orderId, lines: [{ ...lines[0]!, qty }] });
    given(confirmed, shipped(2, 2, true), amended(3)).thenDocument(orderId, { status: 'confirmed', shippedAt: null });
    given(shipped(1, 1, false), amended(1)).thenDocument(orderId, { status: 'shipped', shippedAt: timeOf(1) });
    given(shipped(1, 1, false), delivered(false), amended(1)).thenDocument(orderId, {
      status: 'delivered',
      shippedAt: timeOf(1),
      deliveredAt: '2026-05-19T09:30:00.000Z',
    });
    const readdressed = example(OrderAmended, { orderId, changed: ['billTo'], lines: undefined, billTo: address });
    given(shipped(2, 2, true), readdressed).thenDocument(orderId, { status: 'shipped', shippedAt: timeOf(1) });
  });

  it('is held and released', () => {
    const held = example(OrderHeld, { orderId, reason: 'credit' });
    given(held).thenDocument(orderId, { heldFor: 'credit', status: 'placed' });
    given(held, example(OrderReleased, { orderId })).thenDocument(orderId, { heldFor: null });
  });

  it('goes out in shipments and arrives', () => {
    const doc = given(shipped(1, 1, false), delivered(false), shipped(1, 2, true, 's2'))
      .thenDocument(orderId, { status: 'shipped', shippedAt: timeOf(3), deliveredAt: null })
      .document(orderId);
    expect(doc.lines[0]?.shippedQty).toBe(2);
    expect(doc.shipments.map(({ id, deliveredAt, lines }) => [id, deliveredAt, lines[0]?.qty])).toEqual([
      ['s1', '2026-05-19T09:30:00.000Z', 1],
      ['s2', null, 1],
    ]);
    given(shipped(2, 2, true), delivered(true)).thenDocument(orderId, {
      status: 'delivered',
      deliveredAt: '2026-05-19T09:30:00.000Z',
    });
  });

  it('puts the lines of one shipment together', () => {
    const { shipments } = given(shipped(1, 1, false), shipped(1, 2, true)).document(orderId);
    expect(shipments.map(({ lines }) => lines.length)).toEqual([2]);
  });

  it('is completed or cancelled', () => {
    given(example(OrderCompleted, { orderId })).thenDocument(orderId, { status: 'completed', completedAt: timeOf(1) });
    given(example(OrderHeld, { orderId }), example(OrderCompleted, { orderId })).thenDocument(orderId, {
      status: 'completed',
      heldFor: null,
    });
    given(example(OrderHeld, { orderId }), example(OrderCancelled, { orderId })).thenDocument(orderId, {
      status: 'cancelled',
      cancelledAt: timeOf(2),
      cancelledBy: 'customer',
      cancelReason: 'Ordered twice',
      heldFor: null,
    });
  });

  it('is billed, credited and paid to the cent', () => {
    const credit = example(CreditNoteMirrored, {
      ...balance('100.00', '90.00'),
      total: usd('10.00'),
      overpaid: usd('0.00'),
    });
    const payment = example(PaymentMirrored, {
      ...balance('90.00', '0.00'),
      amount: usd('95.00'),
      overpaid: usd('5.00'),
    });
    const billed = [invoice('i1', '100.00', '2026-06-18'), invoice('i2', '50.00', '2026-07-18')];
    given(...billed)
      .thenDocument(orderId, { money: { invoiced: 15_000, credited: 0, paid: 0, open: 15_000 } })
      .thenIndexed(orderId, { fields: { dueDate: '2026-06-18', open: 15_000 }, lookups: { invoice: ['i1', 'i2'] } });
    const doc = given(...billed, credit, payment)
      .thenDocument(orderId, { money: { invoiced: 15_000, credited: 1_000, paid: 9_500, open: 5_000 } })
      .thenIndexed(orderId, { fields: { dueDate: '2026-07-18' } })
      .document(orderId);
    expect(doc.invoices[0]).toMatchObject({ total: 10_000, credited: 1_000, paid: 9_500, open: 0, overpaid: 500 });
  });

  it('was paid also before its invoice was issued, with nothing open', () => {
    const payment = example(PaymentMirrored, { ...balance('100.00', '60.00'), amount: usd('40.00') });
    given(payment)
      .thenDocument(orderId, { invoices: [], money: { invoiced: 0, credited: 0, paid: 4_000, open: 0 } })
      .thenIndexed(orderId, { fields: { paid: 4_000, open: 0, dueDate: null } });
  });

  it('keeps revenue and cost, and moves its revision on for what changes nothing', () => {
    given(example(MarginRecorded, { orderId })).thenDocument(orderId, { margin: { revenue: 857_780, cost: 610_000 } });
    given(example(PaymentOverdue, { orderId })).thenDocument(orderId, { revision: 1 });
  });
});
