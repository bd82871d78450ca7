import type { InvoiceBalance, Money } from '@touchstream/events';
import { change, put } from '../keyed/index.js';
import { minorOf, plus } from '../money/index.js';
import type { View } from '../view/index.js';
import type { InvoiceDoc, OrderDoc, OrderMoney } from './document.js';

const sumOf = (invoices: readonly InvoiceDoc[], of: (invoice: InvoiceDoc) => number): number =>
  invoices.reduce((sum, invoice) => plus(sum, of(invoice)), 0);

const moneyOf = (invoices: readonly InvoiceDoc[]): OrderMoney => ({
  invoiced: sumOf(invoices, one => one.total),
  credited: sumOf(invoices, one => one.credited),
  paid: sumOf(invoices, one => one.paid),
  open: sumOf(invoices, one => one.open),
});

const withInvoices = (doc: OrderDoc, invoices: readonly InvoiceDoc[]): OrderDoc => ({
  ...doc,
  invoices,
  money: moneyOf(invoices),
});

/** An invoice with its credits and payments: what was paid beyond what is owed stays the customer's. */
function balanced(invoice: InvoiceDoc): InvoiceDoc {
  const left = plus(plus(invoice.total, -invoice.credited), -invoice.paid);
  return { ...invoice, open: Math.max(0, left), overpaid: Math.max(0, -left) };
}

/** An event says its own amount, and a balance; but that may come of events that are missing from a cut of the past. */
const settled = (
  doc: OrderDoc,
  { invoiceRef }: Readonly<InvoiceBalance>,
  by: { readonly as: 'credited' | 'paid'; readonly amount: Money },
): OrderDoc =>
  withInvoices(
    doc,
    change(doc.invoices, invoiceRef, invoice =>
      balanced({ ...invoice, [by.as]: plus(invoice[by.as], minorOf(by.amount)) }),
    ),
  );

/** What the ERP system says of an order's money. */
export const billing: View<OrderDoc>['on'] = {
  'order.invoice-mirrored': (doc, { data, occurredAt }) =>
    withInvoices(
      doc,
      put(doc.invoices, {
        id: data.invoiceRef,
        issuedAt: occurredAt,
        dueDate: data.dueDate,
        net: minorOf(data.net),
        tax: minorOf(data.tax),
        total: minorOf(data.total),
        credited: 0,
        paid: 0,
        open: minorOf(data.total),
        overpaid: 0,
      }),
    ),
  'order.credit-note-mirrored': (doc, { data }) => settled(doc, data, { as: 'credited', amount: data.total }),
  'order.payment-mirrored': (doc, { data }) => settled(doc, data, { as: 'paid', amount: data.amount }),
  'order.margin-recorded': (doc, { data }) => ({
    ...doc,
    margin: { revenue: minorOf(data.revenue), cost: minorOf(data.cost) },
  }),
};
