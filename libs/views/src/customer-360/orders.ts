import type { EventEnvelope } from '@touchstream/events';
import { change, drop, put } from '../keyed/index.js';
import { minorOf } from '../money/index.js';
import type { Customer360 } from './document.js';
import type { OpenOrder } from './open-business.js';
import { seen, withCounts, withTotals, type Steps } from './parts.js';

const changed = (doc: Customer360, orderId: string, to: (order: OpenOrder) => Partial<OpenOrder>): Customer360 => ({
  ...doc,
  openOrders: change(doc.openOrders, orderId, to),
});

function placed(before: Customer360, { data }: EventEnvelope<'order.placed'>): Customer360 {
  const { orderId: id, number, placedAt, currency } = data;
  const [net, total] = [minorOf(data.totals.net), minorOf(data.totals.total)];
  const doc = withTotals(withCounts(before, { orders: 1 }), currency, { orders: 1, net, total });
  return {
    ...seen(doc, 'order', placedAt),
    openOrders: put(doc.openOrders, {
      id,
      number,
      status: 'placed',
      held: false,
      placedAt,
      net,
      minor: total,
      currency,
      promisedDate: null,
    }),
  };
}

/** The totals follow the order as it is listed: what the event says of earlier changes may be missing from a cut of the past. */
function amended(
  doc: Customer360,
  { data: { orderId, lines, totals, status } }: EventEnvelope<'order.amended'>,
): Customer360 {
  const before = doc.openOrders.find(one => one.id === orderId);
  if (before === undefined || lines === undefined) return doc;
  const [net, minor] = [minorOf(totals.net), minorOf(totals.total)];
  return withTotals(
    changed(doc, orderId, () => ({ net, minor, status: status ?? before.status })),
    before.currency,
    { net: net - before.net, total: minor - before.minor },
  );
}

function cancelled(doc: Customer360, { data: { orderId } }: EventEnvelope<'order.cancelled'>): Customer360 {
  const before = doc.openOrders.find(one => one.id === orderId);
  if (before === undefined) return doc;
  const without = { ...doc, openOrders: drop(doc.openOrders, orderId) };
  return withTotals(withCounts(without, { ordersCancelled: 1 }), before.currency, {
    orders: -1,
    net: -before.net,
    total: -before.minor,
  });
}

/** What a customer has ordered, and what of it is still to be done. */
export const orderSteps: Steps = {
  'order.placed': placed,
  'order.confirmed': (doc, { data }) =>
    changed(doc, data.orderId, ({ status }) => ({
      status: status === 'placed' ? 'confirmed' : status,
      promisedDate: data.promisedDate ?? null,
    })),
  'order.amended': amended,
  'order.held': (doc, { data }) => changed(doc, data.orderId, () => ({ held: true })),
  'order.released': (doc, { data }) => changed(doc, data.orderId, () => ({ held: false })),
  'order.line-shipped': (doc, { data }) =>
    data.allShipped ? changed(doc, data.orderId, () => ({ status: 'shipped' })) : doc,
  'order.delivered': (doc, { data }) =>
    data.allDelivered ? changed(doc, data.orderId, () => ({ status: 'delivered' })) : doc,
  'order.completed': (doc, { data }) => ({ ...doc, openOrders: drop(doc.openOrders, data.orderId) }),
  'order.cancelled': cancelled,
};
