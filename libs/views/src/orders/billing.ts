import type { InvoiceBalance } from '@touchstream/events';
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

const balanced = (
  doc: OrderDoc,
  { invoiceRef, open, overpaid }: Readonly<InvoiceBalance>,
  more: (invoice: InvoiceDoc) => Partial<InvoiceDoc>,
): OrderDoc =>
  withInvoices(
    doc,
    change(doc.invoices, invoiceRef, invoice => ({
      ...more(invoice),
      open: minorOf(open),
      overpaid: minorOf(overpaid),
    })),
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
  'order.credit-note-mirrored': (doc, { data }) =>
    balanced(doc, data, invoice => ({ credited: plus(invoice.credited, minorOf(data.total)) })),
  'order.payment-mirrored': (doc, { data }) =>
    balanced(doc, data, invoice => ({ paid: plus(invoice.paid, minorOf(data.amount)) })),
  'order.margin-recorded': (doc, { data }) => ({
    ...doc,
    margin: { revenue: minorOf(data.revenue), cost: minorOf(data.cost) },
  }),
};
