import { latest } from '../instants/index.js';
import type { OrderDoc, OrderLine, Shipment } from './document.js';

/** Quantities have at most three decimals: thousandths are exact. */
const parts = (qty: number) => Math.round(qty * 1000);

const shippedParts = (shipments: readonly Shipment[], lineId: string): number =>
  shipments
    .flatMap(shipment => shipment.lines)
    .reduce((sum, line) => (line.lineId === lineId ? sum + parts(line.qty) : sum), 0);

/** The lines with what the shipments have of them. */
const shippedIn = (shipments: readonly Shipment[], lines: readonly OrderLine[]): readonly OrderLine[] =>
  lines.map(line => ({ ...line, shippedQty: shippedParts(shipments, line.id) / 1000 }));

/**
 * An open order as far as its own lines and shipments bring it: what an event says of the whole order may come of others
 * that are missing from a cut of the past.
 */
export function progressed(doc: OrderDoc): OrderDoc {
  const { shipments } = doc;
  const lines = shippedIn(shipments, doc.lines);
  if (doc.status === 'completed' || doc.status === 'cancelled') return { ...doc, lines };
  const isShipped = lines.every(line => line.shippedQty >= line.qty);
  const isDelivered = isShipped && shipments.every(shipment => shipment.deliveredAt !== null);
  const isConfirmed = doc.confirmedAt !== null;
  return {
    ...doc,
    lines,
    status: isDelivered ? 'delivered' : isShipped ? 'shipped' : isConfirmed ? 'confirmed' : 'placed',
    shippedAt: isShipped ? latest(...shipments.map(shipment => shipment.shippedAt)) : null,
    deliveredAt: isDelivered ? latest(...shipments.map(shipment => shipment.deliveredAt)) : null,
  };
}
