import type { AmendableField, EventEnvelope, OrderAddress, PricedLine } from '@touchstream/events';
import { addressDoc } from '../address/index.js';
import { lineDoc, totalsDoc } from '../priced/index.js';
import type { View } from '../view/index.js';
import type { OrderAddressDoc, OrderDoc, OrderLine } from './document.js';
import { progressed } from './progress.js';

const linesOf = (lines: readonly Readonly<PricedLine>[]): readonly OrderLine[] =>
  lines.map(line => ({ ...lineDoc(line), shippedQty: 0 }));

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
    lines: linesOf(data.lines),
    totals: totalsDoc(data.totals),
    shipTo: addressOf(data.shipTo),
    billTo: addressOf(data.billTo),
    placedAt: data.placedAt,
    requestedDate: data.requestedDate ?? null,
  };
}

function amended(doc: OrderDoc, { data }: EventEnvelope<'order.amended'>): OrderDoc {
  const isChanged = (field: AmendableField) => data.changed.includes(field);
  const next = {
    ...doc,
    shipTo: isChanged('shipTo') ? addressOf(data.shipTo) : doc.shipTo,
    billTo: isChanged('billTo') ? addressOf(data.billTo) : doc.billTo,
    requestedDate: isChanged('requestedDate') ? (data.requestedDate ?? null) : doc.requestedDate,
  };
  // It says the totals also where it leaves the lines as they are; those may be others in a cut of the past.
  if (data.lines === undefined) return next;
  return progressed({ ...next, lines: linesOf(data.lines), totals: totalsDoc(data.totals) });
}

/** How an order goes from placing to completion. */
export const course: View<OrderDoc>['on'] = {
  'order.placed': placed,
  'order.confirmed': (doc, { data, occurredAt }) =>
    progressed({
      ...doc,
      confirmedAt: doc.confirmedAt ?? occurredAt,
      promisedDate: data.promisedDate ?? null,
      erpRef: data.erpRef ?? null,
    }),
  'order.amended': amended,
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
