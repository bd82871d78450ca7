import type { InvoiceBalance, Money } from '@touchstream/events';
import { change, put } from '../keyed/index.js';
import { minorOf, plus } from '../money/index.js';
import type { View } from '../view/index.js';
import type { InvoiceDoc, OrderDoc, OrderMoney } from './document.js';

type Part = Exclude<keyof OrderMoney, 'open'>;

/** The order with its invoices, and so much more invoiced, credited or paid. */
const withMore = (doc: OrderDoc, as: Part, minor: number, invoices: readonly InvoiceDoc[]): OrderDoc => ({
  ...doc,
  invoices,
  money: {
    ...doc.money,
    [as]: plus(doc.money[as], minor),
    open: invoices.reduce((sum, { open }) => plus(sum, open), 0),
  },
});

/** An invoice with its credits and payments: what was paid beyond what is owed stays the customer's. */
function balanced(invoice: InvoiceDoc): InvoiceDoc {
  const left = plus(plus(invoice.total, -invoice.credited), -invoice.paid);
  return { ...invoice, open: Math.max(0, left), overpaid: Math.max(0, -left) };
}

/**
 * An event says its own amount, and a balance; but that may come of events that are missing from a cut of the past, as the invoice
 * itself is between a payment in advance and its issue.
 */
function settled(
  doc: OrderDoc,
  { invoiceRef }: Readonly<InvoiceBalance>,
  as: Exclude<Part, 'invoiced'>,
  amount: Money,
): OrderDoc {
  const minor = minorOf(amount);
  const invoices = change(doc.invoices, invoiceRef, invoice =>
    balanced({ ...invoice, [as]: plus(invoice[as], minor) }),
  );
  return withMore(doc, as, minor, invoices);
}

/** What the ERP system says of an order's money. */
export const billing: View<OrderDoc>['on'] = {
  'order.invoice-mirrored': (doc, { data, occurredAt }) => {
    const total = minorOf(data.total);
    const invoice = {
      id: data.invoiceRef,
      issuedAt: occurredAt,
      dueDate: data.dueDate,
      net: minorOf(data.net),
      tax: minorOf(data.tax),
      total,
      credited: 0,
      paid: 0,
      open: total,
      overpaid: 0,
    };
    return withMore(doc, 'invoiced', total, put(doc.invoices, invoice));
  },
  'order.credit-note-mirrored': (doc, { data }) => settled(doc, data, 'credited', data.total),
  'order.payment-mirrored': (doc, { data }) => settled(doc, data, 'paid', data.amount),
  'order.margin-recorded': (doc, { data }) => ({
    ...doc,
    margin: { revenue: minorOf(data.revenue), cost: minorOf(data.cost) },
  }),
};
