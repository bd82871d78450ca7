import {
  CreditNoteMirrored,
  derivedId,
  event,
  InvoiceMirrored,
  MarginRecorded,
  PaymentMirrored,
  PaymentOverdue,
  type Money as MoneyData,
} from '@touchstream/events';
import { dayOf, ensure, missing, repeats } from '../decider/index.js';
import { add, canonicalMoney, money, toWire } from '../money/index.js';
import { amountOf } from '../pricing/index.js';
import { existing, type Invoice, type OrderDefinition, type PlacedOrder } from './state.js';

const DAY_MS = 86_400_000;

/** An amount in the order's currency, in canonical form. */
function amountIn({ currency }: PlacedOrder, amount: MoneyData, field: string): MoneyData {
  ensure(
    amount.currency === currency,
    'currency-mismatch',
    `the currency of the order is ${currency}`,
    `${field}/currency`,
  );
  return canonicalMoney(amount);
}

/** Net, tax and their sum. */
function gross(order: PlacedOrder, data: { readonly net: MoneyData; readonly tax: MoneyData }) {
  const [net, tax] = [amountIn(order, data.net, '/net'), amountIn(order, data.tax, '/tax')];
  return { net, tax, total: amountOf(add(money(net), money(tax)), '/net') };
}

const invoiceOf = (order: PlacedOrder, invoiceRef: string): Invoice =>
  order.invoices.get(invoiceRef) ?? missing('unknown-invoice', 'the order has no such invoice', '/invoiceRef');

/** What is left to pay, and what was paid beyond: one of them is 0. */
function balance({ total, credited, paid }: Invoice) {
  const { currency } = total;
  const left = money(total).minor - money(credited).minor - money(paid).minor;
  const [open, overpaid] = left < 0n ? [0n, -left] : [left, 0n];
  return { open: toWire({ minor: open, currency }), overpaid: toWire({ minor: overpaid, currency }) };
}

const isOpen = (invoice: Invoice) => money(balance(invoice).open).minor > 0n;

/** What an event says that changes the balance of an invoice. */
function changed(before: Invoice, now: Invoice) {
  const { open, overpaid } = balance(now);
  const overdue = before.overdueDays !== undefined && isOpen(before);
  return { oldOpen: balance(before).open, open, overpaid: amountOf(money(overpaid), '/amount'), overdue };
}

export const plus = (a: MoneyData, b: MoneyData): MoneyData => toWire(add(money(a), money(b)));

export const billingDecisions = {
  MirrorInvoice({ data, meta }, state) {
    const order = existing(state, meta);
    const { invoiceRef, dueDate } = data;
    const { net, tax, total } = gross(order, data);
    const before = order.invoices.get(invoiceRef);
    if (before?.net.amount === net.amount && before.tax.amount === tax.amount && before.dueDate === dueDate) return [];
    ensure(before === undefined, 'invoice-exists', 'the invoice says something else already', '/invoiceRef');
    return [event(InvoiceMirrored, { orderId: meta.aggregateId, invoiceRef, net, tax, total, dueDate })];
  },
  MirrorCreditNote({ data, meta }, state) {
    const order = existing(state, meta);
    const { creditNoteRef, invoiceRef, reason } = data;
    const { net, tax, total } = gross(order, data);
    const before = order.creditNotes.get(creditNoteRef);
    if (before !== undefined && repeats({ invoiceRef, net, tax, reason }, before)) return [];
    ensure(before === undefined, 'credit-note-exists', 'the credit note says something else already', '/creditNoteRef');
    const invoice = invoiceOf(order, invoiceRef);
    const credited = plus(invoice.credited, total);
    ensure(
      money(credited).minor <= money(invoice.total).minor,
      'over-credited',
      'more would be credited than was invoiced',
      '/net',
    );
    const orderId = meta.aggregateId;
    const effect = changed(invoice, { ...invoice, credited });
    return [event(CreditNoteMirrored, { orderId, invoiceRef, creditNoteRef, net, tax, total, reason, ...effect })];
  },
  MirrorPayment({ data, meta }, state) {
    const order = existing(state, meta);
    const { invoiceRef, paymentRef = derivedId(meta.commandId, 'payment') } = data;
    const amount = amountIn(order, data.amount, '/amount');
    const before = order.payments.get(paymentRef);
    if (before !== undefined && repeats({ invoiceRef, amount }, before)) return [];
    ensure(before === undefined, 'payment-exists', 'the payment says something else already', '/paymentRef');
    ensure(money(amount).minor > 0n, 'nothing-paid', 'a payment is more than 0', '/amount/amount');
    const invoice = invoiceOf(order, invoiceRef);
    const orderId = meta.aggregateId;
    const effect = changed(invoice, { ...invoice, paid: plus(invoice.paid, amount) });
    return [event(PaymentMirrored, { orderId, invoiceRef, paymentRef, amount, at: meta.occurredAt, ...effect })];
  },
  RecordPaymentOverdue({ data: { invoiceRef }, meta }, state) {
    const invoice = invoiceOf(existing(state, meta), invoiceRef);
    const { dueDate, overdueDays } = invoice;
    const days = (Date.parse(dayOf(meta.occurredAt)) - Date.parse(dueDate)) / DAY_MS;
    ensure(days > 0, 'not-overdue', `the invoice is due on ${dueDate}`);
    ensure(isOpen(invoice), 'nothing-open', 'nothing is left to pay of the invoice');
    if (overdueDays !== undefined && days <= overdueDays) return [];
    const { open } = balance(invoice);
    const first = overdueDays === undefined;
    return [event(PaymentOverdue, { orderId: meta.aggregateId, invoiceRef, dueDate, days, open, first })];
  },
  RecordMargin({ data, meta }, state) {
    const order = existing(state, meta);
    const [revenue, cost] = [amountIn(order, data.revenue, '/revenue'), amountIn(order, data.cost, '/cost')];
    const { revenue: oldRevenue, cost: oldCost } = order.margin ?? {};
    if (oldRevenue?.amount === revenue.amount && oldCost?.amount === cost.amount) return [];
    return [event(MarginRecorded, { orderId: meta.aggregateId, revenue, cost, oldRevenue, oldCost })];
  },
} satisfies Partial<OrderDefinition['decide']>;
