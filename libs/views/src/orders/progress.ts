import type { OrderProgress } from '@touchstream/events';
import { latest } from '../instants/index.js';
import type { OrderDoc } from './document.js';

/** What of an order says how far it is. */
export interface OrderCourse {
  readonly confirmedAt: string | null;
  readonly lines: readonly { readonly id: string; readonly qty: number }[];
  readonly shipments: readonly {
    readonly id: string;
    readonly lines: readonly { readonly lineId: string; readonly qty: number }[];
    readonly deliveredAt: string | null;
  }[];
}

/** Quantities have at most three decimals: thousandths are exact. */
const parts = (qty: number) => Math.round(qty * 1000);

/** What the shipments have of each line, in thousandths. */
function shippedParts(shipments: OrderCourse['shipments']): ReadonlyMap<string, number> {
  const shipped = new Map<string, number>();
  for (const { lines } of shipments)
    for (const { lineId, qty } of lines) shipped.set(lineId, (shipped.get(lineId) ?? 0) + parts(qty));
  return shipped;
}

/**
 * How far an open order is by its own lines and shipments: what an event says of the whole order may come of others that are
 * missing from a cut of the past.
 */
export function progressOf({ confirmedAt, lines, shipments }: OrderCourse): OrderProgress {
  const shipped = shippedParts(shipments);
  if (lines.every(({ id, qty }) => (shipped.get(id) ?? 0) >= parts(qty)))
    return shipments.every(({ deliveredAt }) => deliveredAt !== null) ? 'delivered' : 'shipped';
  return confirmedAt === null ? 'placed' : 'confirmed';
}

/** An order as far as its lines and shipments bring it; one that is over stays so. */
export function progressed(doc: OrderDoc): OrderDoc {
  const shipped = shippedParts(doc.shipments);
  const lines = doc.lines.map(line => ({ ...line, shippedQty: (shipped.get(line.id) ?? 0) / 1000 }));
  if (doc.status === 'completed' || doc.status === 'cancelled') return { ...doc, lines };
  const status = progressOf(doc);
  const isDelivered = status === 'delivered';
  const isShipped = isDelivered || status === 'shipped';
  return {
    ...doc,
    lines,
    status,
    shippedAt: isShipped ? latest(...doc.shipments.map(shipment => shipment.shippedAt)) : null,
    deliveredAt: isDelivered ? latest(...doc.shipments.map(shipment => shipment.deliveredAt)) : null,
  };
}
