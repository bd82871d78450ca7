import type { EventEnvelope, InvoiceBalance } from '@touchstream/events';
import { change, drop, put } from '../keyed/index.js';
import { addTo, minorOf, type PerCurrency } from '../money/index.js';
import type { Customer360, CurrencyTotals } from './document.js';
import { seen, withTotals, type Steps } from './parts.js';

const invoiceId = ({ orderId, invoiceRef }: { readonly orderId: string; readonly invoiceRef: string }): string =>
  `${orderId}/${invoiceRef}`;

function invoiced(before: Customer360, { data, occurredAt }: EventEnvelope<'order.invoice-mirrored'>): Customer360 {
  const { orderId, invoiceRef, dueDate } = data;
  const total = minorOf(data.total);
  const { currency } = data.total;
  const doc = seen(withTotals(before, currency, { invoiced: total, open: total }), 'invoice', occurredAt);
  if (total === 0) return doc;
  const id = invoiceId(data);
  const invoice = { id, orderId, invoiceRef, minor: total, currency, total, issuedAt: occurredAt, dueDate };
  return { ...doc, openInvoices: put(doc.openInvoices, invoice) };
}

function balanced(
  doc: Customer360,
  data: Readonly<InvoiceBalance>,
  added: { readonly [K in keyof CurrencyTotals]?: number },
): Customer360 {
  const minor = minorOf(data.open);
  const id = invoiceId(data);
  return {
    ...withTotals(doc, data.open.currency, { ...added, open: minor - minorOf(data.oldOpen) }),
    openInvoices: minor === 0 ? drop(doc.openInvoices, id) : change(doc.openInvoices, id, () => ({ minor })),
  };
}

/** What a customer was billed, has paid, and still owes. */
export const invoices: Steps = {
  'order.invoice-mirrored': invoiced,
  'order.credit-note-mirrored': (doc, { data }) => balanced(doc, data, { credited: minorOf(data.total) }),
  'order.payment-mirrored': (doc, { data }) =>
    seen(balanced(doc, data, { paid: minorOf(data.amount) }), 'payment', data.at),
};

/** What is overdue on a day (`YYYY-MM-DD`, UTC): the open rest of the invoices due before it, by currency. */
export const overdueOn = ({ openInvoices }: Pick<Customer360, 'openInvoices'>, day: string): PerCurrency =>
  openInvoices.filter(invoice => invoice.dueDate < day).reduce<PerCurrency>(addTo, {});
