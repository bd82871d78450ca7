import {
  derivedId,
  event,
  OrderCompleted,
  OrderDelivered,
  OrderLineShipped,
  type OrderProgress,
} from '@touchstream/events';
import { ensure, ensureFollows, later, missing, refuse, repeats, type CommandMeta } from '../decider/index.js';
import type { Line } from '../pricing/index.js';
import type { RecordShipment, ShippedLine } from './shipping-commands.js';
import {
  ensureNotHeld,
  existing,
  open,
  orderTotals,
  type OrderDefinition,
  type PlacedOrder,
  type Shipment,
} from './state.js';

/** Quantities have at most three decimals: thousandths are exact. */
const parts = (qty: number) => Math.round(qty * 1000);

/** What was shipped of a line, in thousandths. */
const shippedParts = (shipments: Iterable<Shipment>, lineId: string): number =>
  [...shipments]
    .flatMap(shipment => shipment.lines)
    .reduce((sum, line) => (line.lineId === lineId ? sum + parts(line.qty) : sum), 0);

/** What was shipped of a line so far. */
export const shippedQty = ({ shipments }: PlacedOrder, lineId: string): number =>
  shippedParts(shipments.values(), lineId) / 1000;

const allShipped = (lines: readonly Line[], shipments: Iterable<Shipment>): boolean => {
  const all = [...shipments];
  return lines.every(line => shippedParts(all, line.lineId) === parts(line.qty));
};

/** Whether everything in the order was shipped. */
export const isShipped = ({ lines, shipments }: PlacedOrder): boolean => allShipped(lines, shipments.values());

/** Whether every shipment arrived. */
export const isDelivered = ({ shipments }: PlacedOrder): boolean =>
  [...shipments.values()].every(({ delivered }) => delivered);

/** How far an open order is. */
export function progressOf(order: PlacedOrder): OrderProgress {
  if (isShipped(order)) return isDelivered(order) ? 'delivered' : 'shipped';
  return order.status === 'confirmed' ? 'confirmed' : 'placed';
}

/** The completion of an open order that has arrived and is not held: a step that is told late completes it as of the last one. */
export const completion = (order: PlacedOrder, { aggregateId, occurredAt }: CommandMeta) =>
  progressOf(order) === 'delivered' && order.hold === undefined
    ? [
        {
          ...event(OrderCompleted, { orderId: aggregateId, totals: orderTotals(order) }),
          occurredAt: later(order.movedAt ?? occurredAt, occurredAt),
        },
      ]
    : [];

/** Whether a shipment is told again, with nothing new. */
const isSame = (known: Shipment, { lines, carrier, tracking }: Readonly<Omit<RecordShipment, 'shipmentId'>>): boolean =>
  repeats({ carrier, tracking }, known) &&
  lines.length === known.lines.length &&
  lines.every((line, at) => repeats(line, known.lines[at]!));

/** Refuses what left before so much of the line was ordered. */
function ensureOrderedThen({ raises, shipments }: PlacedOrder, { lineId, qty }: ShippedLine, meta: CommandMeta): void {
  for (const raise of raises.filter(one => one.lineId === lineId)) {
    const before = [...shipments.values()].filter(({ leftAt }) => leftAt === undefined || leftAt < raise.at);
    if (shippedParts(before, lineId) + parts(qty) > parts(raise.from))
      ensureFollows(raise.at, 'so much of the line was ordered', meta);
  }
}

/** The line that a shipment has some of; not more than is left of it to ship. */
function lineToShip(order: PlacedOrder, lines: readonly ShippedLine[], at: number, meta: CommandMeta): Line {
  const { lineId, qty } = lines[at]!;
  const line = order.lines.find(one => one.lineId === lineId);
  if (line === undefined) return missing('unknown-line', 'the order has no such line', `/lines/${at}/lineId`);
  ensure(
    lines.findIndex(one => one.lineId === lineId) === at,
    'duplicate-line',
    'a shipment names each line once',
    `/lines/${at}/lineId`,
  );
  ensure(
    shippedParts(order.shipments.values(), lineId) + parts(qty) <= parts(line.qty),
    'over-shipped',
    'more would be shipped than was ordered',
    `/lines/${at}/qty`,
  );
  ensureOrderedThen(order, lines[at]!, meta);
  return line;
}

export const shippingDecisions = {
  RecordShipment({ data: { lines, carrier, tracking, ...data }, meta }, state) {
    const shipmentId = data.shipmentId ?? derivedId(meta.commandId, 'shipment');
    const before = existing(state, meta);
    const known = before.shipments.get(shipmentId);
    if (known !== undefined && isSame(known, { lines, carrier, tracking })) return [];
    ensure(known === undefined, 'shipment-exists', 'the order has another shipment of this id', '/shipmentId');
    const order = open(before, meta);
    ensureNotHeld(order, meta);
    const orderId = meta.aggregateId;
    return lines.map(({ lineId, qty, serials }, at) => {
      const { productId, qty: orderedQty } = lineToShip(order, lines, at, meta);
      const now = [...order.shipments.values(), { lines: lines.slice(0, at + 1), delivered: false }];
      return event(OrderLineShipped, {
        orderId,
        shipmentId,
        lineId,
        productId,
        qty,
        shippedQty: shippedParts(now, lineId) / 1000,
        orderedQty,
        at: meta.occurredAt,
        carrier,
        tracking,
        serials,
        allShipped: allShipped(order.lines, now),
      });
    });
  },
  RecordDelivery({ data: { shipmentId, receivedBy }, meta }, state) {
    const order = existing(state, meta);
    const shipment = order.shipments.get(shipmentId);
    if (shipment === undefined) return missing('unknown-shipment', 'the order has no such shipment', '/shipmentId');
    if (shipment.delivered) {
      if (repeats({ receivedBy }, shipment)) return [];
      return refuse('shipment-delivered', 'the shipment arrived already', '/shipmentId');
    }
    ensureFollows(shipment.leftAt, 'the shipment left', meta);
    const shipments = new Map([...order.shipments, [shipmentId, { ...shipment, delivered: true }]]);
    const now = { ...order, shipments };
    const allDelivered = progressOf(now) === 'delivered';
    const orderId = meta.aggregateId;
    const delivered = event(OrderDelivered, { orderId, shipmentId, at: meta.occurredAt, receivedBy, allDelivered });
    return [delivered, ...completion(now, meta)];
  },
} satisfies Partial<OrderDefinition['decide']>;
