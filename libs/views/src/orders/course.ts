import type { EventEnvelope, OrderAddress, OrderProgress, PricedLine } from '@touchstream/events';
import { addressDoc } from '../address/index.js';
import { lineDoc, totalsDoc } from '../priced/index.js';
import type { View } from '../view/index.js';
import type { OrderAddressDoc, OrderDoc, OrderLine } from './document.js';

const linesOf = (lines: readonly Readonly<PricedLine>[], before: readonly OrderLine[]): readonly OrderLine[] =>
  lines.map(line => ({
    ...lineDoc(line),
    shippedQty: before.find(one => one.id === line.lineId)?.shippedQty ?? 0,
  }));

const addressOf = (address: Readonly<OrderAddress> | undefined): OrderAddressDoc | null =>
  address === undefined ? null : { recipient: address.recipient ?? null, ...addressDoc(address) };

function placed(doc: OrderDoc, { data, channel }: EventEnvelope<'order.placed'>): OrderDoc {
  return {
    ...doc,
    number: data.number,
    customerId: data.customerId,
    ownerId: data.ownerId,
    quoteId: data.quoteId ?? null,
    quoteVersion: data.quoteVersion ?? null,
    opportunityId: data.opportunityId ?? null,
    channel: channel ?? null,
    customerRef: data.customerRef ?? null,
    currency: data.currency,
    lines: linesOf(data.lines, []),
    totals: totalsDoc(data.totals),
    shipTo: addressOf(data.shipTo),
    billTo: addressOf(data.billTo),
    placedAt: data.placedAt,
    requestedDate: data.requestedDate ?? null,
  };
}

/** An amendment may bring in what is still to be shipped, or leave out all that still was. */
function progressed(doc: OrderDoc, status: OrderProgress, at: string): Partial<OrderDoc> {
  const isDelivered = status === 'delivered';
  const isShipped = isDelivered || status === 'shipped';
  return {
    status,
    shippedAt: isShipped ? (doc.shippedAt ?? at) : null,
    deliveredAt: isDelivered ? (doc.deliveredAt ?? at) : null,
  };
}

/** How an order goes from placing to completion. */
export const course: View<OrderDoc>['on'] = {
  'order.placed': placed,
  'order.confirmed': (doc, { data, occurredAt }) => ({
    ...doc,
    // Said again, with another date, it does not take back what was shipped since.
    status: doc.status === 'placed' ? 'confirmed' : doc.status,
    confirmedAt: doc.confirmedAt ?? occurredAt,
    promisedDate: data.promisedDate ?? null,
    erpRef: data.erpRef ?? null,
  }),
  'order.amended': (doc, { data, occurredAt }) => ({
    ...doc,
    ...(data.status && progressed(doc, data.status, occurredAt)),
    lines: data.lines === undefined ? doc.lines : linesOf(data.lines, doc.lines),
    totals: totalsDoc(data.totals),
    shipTo: data.changed.includes('shipTo') ? addressOf(data.shipTo) : doc.shipTo,
    billTo: data.changed.includes('billTo') ? addressOf(data.billTo) : doc.billTo,
    requestedDate: data.changed.includes('requestedDate') ? (data.requestedDate ?? null) : doc.requestedDate,
  }),
  'order.held': (doc, { data }) => ({ ...doc, heldFor: data.reason }),
  'order.released': doc => ({ ...doc, heldFor: null }),
  'order.completed': (doc, { occurredAt }) => ({
    ...doc,
    status: 'completed',
    heldFor: null,
    completedAt: occurredAt,
  }),
  'order.cancelled': (doc, { data, occurredAt }) => ({
    ...doc,
    status: 'cancelled',
    heldFor: null,
    cancelledAt: occurredAt,
    cancelledBy: data.by,
    cancelReason: data.reason,
  }),
};
