import type { EventEnvelope, InvoiceBalance, Money } from '@touchstream/events';
import { change, put } from '../keyed/index.js';
import { minorOf } from '../money/index.js';
import type { Customer360 } from './document.js';
import { seen, withTotals, type Steps } from './parts.js';

const invoiceId = ({ orderId, invoiceRef }: { readonly orderId: string; readonly invoiceRef: string }): string =>
  `${orderId}/${invoiceRef}`;

function invoiced(before: Customer360, { data, occurredAt }: EventEnvelope<'order.invoice-mirrored'>): Customer360 {
  const { orderId, invoiceRef, dueDate } = data;
  const total = minorOf(data.total);
  const { currency } = data.total;
  const doc = seen(withTotals(before, currency, { invoiced: total }), 'invoice', occurredAt);
  if (total === 0) return doc;
  const id = invoiceId(data);
  const invoice = { id, orderId, invoiceRef, minor: total, currency, total, issuedAt: occurredAt, dueDate };
  return { ...doc, openInvoices: put(doc.openInvoices, invoice) };
}

/** Less is left to pay, by what the event says itself: those that it followed may be missing from a cut of the past. */
function settled(
  doc: Customer360,
  invoice: Readonly<InvoiceBalance>,
  { as, amount }: { readonly as: 'credited' | 'paid'; readonly amount: Money },
): Customer360 {
  const [id, by] = [invoiceId(invoice), minorOf(amount)];
  const openInvoices = change(doc.openInvoices, id, ({ minor }) => ({ minor: minor - by }));
  return withTotals(
    { ...doc, openInvoices: openInvoices.filter(one => one.id !== id || one.minor > 0) },
    amount.currency,
    { [as]: by },
  );
}

/** What a customer was billed, has paid, and still owes. */
export const invoices: Steps = {
  'order.invoice-mirrored': invoiced,
  'order.credit-note-mirrored': (doc, { data }) => settled(doc, data, { as: 'credited', amount: data.total }),
  'order.payment-mirrored': (doc, { data }) =>
    seen(settled(doc, data, { as: 'paid', amount: data.amount }), 'payment', data.at),
};
