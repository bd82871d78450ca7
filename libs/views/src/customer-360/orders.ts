import type { EventEnvelope, PricedLine } from '@touchstream/events';
import { change, drop, put } from '../keyed/index.js';
import { minorOf } from '../money/index.js';
import { progressOf, type OrderCourse } from '../orders/progress.js';
import { withLine } from '../orders/shipping.js';
import type { Customer360 } from './document.js';
import type { OpenOrder } from './open-business.js';
import { seen, withCounts, withTotals, type Steps } from './parts.js';

const changed = (doc: Customer360, orderId: string, to: (order: OpenOrder) => Partial<OpenOrder>): Customer360 => ({
  ...doc,
  openOrders: change(doc.openOrders, orderId, to),
});

/** What becomes of an order by a step on its way: it is as far as in the register. */
function moved({ course: before }: OpenOrder, step: Partial<OrderCourse>): Pick<OpenOrder, 'course' | 'status'> {
  const course = { ...before, ...step };
  return { course, status: progressOf(course) };
}

const linesOf = (lines: readonly Readonly<PricedLine>[]): OrderCourse['lines'] =>
  lines.map(({ lineId: id, qty }) => ({ id, qty }));

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
      course: { confirmedAt: null, lines: linesOf(data.lines), shipments: [] },
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
function amended(doc: Customer360, { data: { orderId, lines, totals } }: EventEnvelope<'order.amended'>): Customer360 {
  const before = doc.openOrders.find(one => one.id === orderId);
  if (before === undefined || lines === undefined) return doc;
  const [net, minor] = [minorOf(totals.net), minorOf(totals.total)];
  return withTotals(
    changed(doc, orderId, () => ({ net, minor, ...moved(before, { lines: linesOf(lines) }) })),
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
  'order.confirmed': (doc, { data, occurredAt }) =>
    changed(doc, data.orderId, order => ({
      promisedDate: data.promisedDate ?? null,
      ...moved(order, { confirmedAt: order.course.confirmedAt ?? occurredAt }),
    })),
  'order.amended': amended,
  'order.held': (doc, { data }) => changed(doc, data.orderId, () => ({ held: true })),
  'order.released': (doc, { data }) => changed(doc, data.orderId, () => ({ held: false })),
  'order.line-shipped': (doc, { data: { orderId, shipmentId: id, lineId, qty } }) =>
    changed(doc, orderId, order =>
      moved(order, {
        shipments: withLine(order.course.shipments, { id, lines: [], deliveredAt: null }, { lineId, qty }),
      }),
    ),
  'order.delivered': (doc, { data: { orderId, shipmentId, at: deliveredAt } }) =>
    changed(doc, orderId, order =>
      moved(order, { shipments: change(order.course.shipments, shipmentId, () => ({ deliveredAt })) }),
    ),
  'order.completed': (doc, { data }) => ({ ...doc, openOrders: drop(doc.openOrders, data.orderId) }),
  'order.cancelled': cancelled,
};
