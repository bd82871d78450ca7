import { orderEvents } from '@touchstream/events';
import { productsIn } from '../priced/index.js';
import { aggregateView, distinct, keyedBy } from '../view/index.js';
import { billing } from './billing.js';
import { course } from './course.js';
import { emptyOrder, type OrderDoc } from './document.js';
import { shipping } from './shipping.js';

/** The earliest last day to pay among the invoices with something open; null where nothing is open. */
const dueDate = ({ invoices }: OrderDoc): string | null =>
  invoices
    .filter(invoice => invoice.open > 0)
    .map(invoice => invoice.dueDate)
    .sort()[0] ?? null;

/** The register of orders, keyed by order id. */
export const orders = aggregateView<OrderDoc>({
  name: 'orders',
  version: 3,
  events: orderEvents,
  keys: keyedBy('orderId'),
  initial: emptyOrder,
  on: { ...course, ...shipping, ...billing },
  index: doc => ({
    fields: {
      number: doc.number,
      customerId: doc.customerId,
      ownerId: doc.ownerId,
      opportunityId: doc.opportunityId,
      status: doc.status,
      heldFor: doc.heldFor,
      channel: doc.channel,
      currency: doc.currency,
      net: doc.totals.net,
      total: doc.totals.total,
      invoiced: doc.money.invoiced,
      credited: doc.money.credited,
      paid: doc.money.paid,
      open: doc.money.open,
      dueDate: dueDate(doc),
      placedAt: doc.placedAt,
      promisedDate: doc.promisedDate,
    },
    lookups: {
      number: distinct([doc.number, doc.erpRef, doc.customerRef]),
      invoice: doc.invoices.map(invoice => invoice.id),
      product: productsIn(doc.lines),
    },
    text: distinct([
      doc.number,
      doc.erpRef,
      doc.customerRef,
      ...doc.invoices.map(invoice => invoice.id),
      ...doc.shipments.map(shipment => shipment.tracking),
    ]),
  }),
  indexes: [
    { name: 'by-customer', fields: ['customerId', 'placedAt'] },
    { name: 'by-status', fields: ['status', 'placedAt'] },
    { name: 'by-owner', fields: ['ownerId', 'placedAt'] },
    { name: 'by-opportunity', fields: ['opportunityId', 'placedAt'] },
    { name: 'by-date', fields: ['placedAt'] },
    { name: 'by-number', fields: ['number'] },
    { name: 'by-due-date', fields: ['dueDate'] },
    { name: 'by-promise', fields: ['status', 'promisedDate'] },
    { name: 'held', fields: ['heldFor', 'placedAt'] },
    {
      name: 'sums',
      fields: ['status', 'currency', 'channel', 'net', 'total', 'invoiced', 'credited', 'paid', 'open'],
    },
  ],
});
