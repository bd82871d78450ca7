import type { EventEnvelope } from '@touchstream/events';
import { change, put, type Keyed } from '../keyed/index.js';
import type { View } from '../view/index.js';
import type { OrderDoc, Shipment } from './document.js';
import { progressed, type OrderCourse } from './progress.js';

/** The shipments with one more line in one of them, which begins with it where it is new. */
export function withLine<S extends OrderCourse['shipments'][number]>(
  shipments: Keyed<S>,
  begun: S,
  line: S['lines'][number],
): Keyed<S> {
  const shipment = shipments.find(one => one.id === begun.id) ?? begun;
  return put(shipments, { ...shipment, lines: [...shipment.lines, line] });
}

function shipped(doc: OrderDoc, { data, occurredAt }: EventEnvelope<'order.line-shipped'>): OrderDoc {
  const { shipmentId, lineId, productId, qty, serials = [] } = data;
  const begun: Shipment = {
    id: shipmentId,
    shippedAt: occurredAt,
    carrier: data.carrier ?? null,
    tracking: data.tracking ?? null,
    lines: [],
    deliveredAt: null,
    receivedBy: null,
  };
  return progressed({ ...doc, shipments: withLine(doc.shipments, begun, { lineId, productId, qty, serials }) });
}

/** What of an order went out and arrived. */
export const shipping: View<OrderDoc>['on'] = {
  'order.line-shipped': shipped,
  'order.delivered': (doc, { data }) =>
    progressed({
      ...doc,
      shipments: change(doc.shipments, data.shipmentId, () => ({
        deliveredAt: data.at,
        receivedBy: data.receivedBy ?? null,
      })),
    }),
};
