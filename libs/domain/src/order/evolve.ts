import type { CreditNoteMirrored } from '@touchstream/events';
import { zero, toWire } from '../money/index.js';
import { later } from '../decider/index.js';
import { plus } from './billing.js';
import type { Invoice, Order, OrderDefinition, PlacedOrder, Raise } from './state.js';

/** Changes an order that is there. */
const after =
  <D>(change: (data: D, order: PlacedOrder) => Partial<PlacedOrder>) =>
  (state: Order, { data }: { readonly data: D }): Order =>
    state.status === 'none' ? state : { ...state, ...change(data, state) };

/** Of a step that was told late, a later one is the last. */
const lastOf = ({ movedAt }: PlacedOrder, at: string | undefined) =>
  movedAt === undefined || at === undefined ? (at ?? movedAt) : later(movedAt, at);

/** Of which lines more is ordered than before. */
const raisesTo = (lines: PlacedOrder['lines'], { lines: before }: PlacedOrder, at: string): Raise[] =>
  lines.flatMap(({ lineId, productId, qty }) => {
    const from = before.find(one => one.lineId === lineId && one.productId === productId)?.qty ?? 0;
    return qty > from ? [{ lineId, from, at }] : [];
  });

const creditNoteOf = ({ invoiceRef, net, tax, reason }: Readonly<CreditNoteMirrored>) => ({
  invoiceRef,
  net,
  tax,
  reason,
});

/** One for all orders that have none: most that are kept in memory have nothing but their lines. */
const NONE: ReadonlyMap<string, never> = new Map<string, never>();

const nothing = (currency: string) => toWire(zero(currency));

/** The invoices with one changed; one that is not there changes nothing. */
function withInvoice({ invoices }: PlacedOrder, invoiceRef: string, change: (invoice: Invoice) => Partial<Invoice>) {
  const invoice = invoices.get(invoiceRef);
  return invoice === undefined ? invoices : new Map([...invoices, [invoiceRef, { ...invoice, ...change(invoice) }]]);
}

export const evolveOrder: OrderDefinition['evolve'] = {
  'order.placed': (_, { data }) => ({
    status: 'placed',
    customerId: data.customerId,
    number: data.number,
    quoteId: data.quoteId,
    opportunityId: data.opportunityId,
    placedAt: data.placedAt,
    currency: data.currency,
    lines: data.lines,
    raises: [],
    shipTo: data.shipTo,
    billTo: data.billTo,
    requestedDate: data.requestedDate,
    shipments: NONE,
    invoices: NONE,
    creditNotes: NONE,
    payments: NONE,
  }),
  'order.confirmed': after(({ promisedDate, erpRef }) => ({ status: 'confirmed', promisedDate, erpRef })),
  'order.amended': after(({ lines, shipTo, billTo, requestedDate, at }, order) => ({
    lines: lines ?? order.lines,
    raises: lines === undefined || at === undefined ? order.raises : [...order.raises, ...raisesTo(lines, order, at)],
    shipTo: shipTo ?? order.shipTo,
    billTo: billTo ?? order.billTo,
    requestedDate: requestedDate ?? order.requestedDate,
    movedAt: lines === undefined ? order.movedAt : lastOf(order, at),
  })),
  'order.held': after(({ reason, note, at }) => ({ hold: { reason, note, since: at } })),
  'order.released': after(({ note, at }, order) => ({
    hold: undefined,
    release: { note, at },
    movedAt: lastOf(order, at),
  })),
  'order.completed': after(() => ({ status: 'completed', hold: undefined })),
  'order.cancelled': after(({ reason, by }) => ({
    status: 'cancelled',
    cancellation: { reason, by },
    hold: undefined,
  })),
  'order.line-shipped': after(({ shipmentId, lineId, qty, serials, carrier, tracking, at }, order) => {
    const lines = [...(order.shipments.get(shipmentId)?.lines ?? []), { lineId, qty, serials }];
    const shipment = { lines, carrier, tracking, delivered: false, leftAt: at };
    return { shipments: new Map([...order.shipments, [shipmentId, shipment]]), movedAt: lastOf(order, at) };
  }),
  'order.delivered': after(({ shipmentId, receivedBy, at }, order) => {
    const left = order.shipments.get(shipmentId) ?? { lines: [] };
    const shipment = { ...left, delivered: true, receivedBy };
    return { shipments: new Map([...order.shipments, [shipmentId, shipment]]), movedAt: lastOf(order, at) };
  }),
  'order.invoice-mirrored': after(({ invoiceRef, net, tax, total, dueDate }, { invoices, currency }) => {
    const [credited, paid] = [nothing(currency), nothing(currency)];
    return { invoices: new Map([...invoices, [invoiceRef, { net, tax, total, dueDate, credited, paid }]]) };
  }),
  'order.credit-note-mirrored': after((data, order) => ({
    invoices: withInvoice(order, data.invoiceRef, ({ credited }) => ({ credited: plus(credited, data.total) })),
    creditNotes: new Map([...order.creditNotes, [data.creditNoteRef, creditNoteOf(data)]]),
  })),
  'order.payment-mirrored': after(({ invoiceRef, paymentRef, amount }, order) => ({
    invoices: withInvoice(order, invoiceRef, ({ paid }) => ({ paid: plus(paid, amount) })),
    payments: new Map([...order.payments, [paymentRef, { invoiceRef, amount }]]),
  })),
  'order.payment-overdue': after(({ invoiceRef, days }, order) => ({
    invoices: withInvoice(order, invoiceRef, () => ({ overdueDays: days })),
  })),
  'order.margin-recorded': after(({ revenue, cost }) => ({ margin: { revenue, cost } })),
};
