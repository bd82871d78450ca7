import type { EventEnvelope } from '@touchstream/events';
import { change, put } from '../keyed/index.js';
import type { View } from '../view/index.js';
import type { OrderDoc, Shipment } from './document.js';
import { progressed } from './progress.js';

function shipped(doc: OrderDoc, { data, occurredAt }: EventEnvelope<'order.line-shipped'>): OrderDoc {
  const { shipmentId, lineId, productId, qty, serials = [] } = data;
  const shipment: Shipment = doc.shipments.find(one => one.id === shipmentId) ?? {
    id: shipmentId,
    shippedAt: occurredAt,
    carrier: data.carrier ?? null,
    tracking: data.tracking ?? null,
    lines: [],
    deliveredAt: null,
    receivedBy: null,
  };
  return progressed({
    ...doc,
    shipments: put(doc.shipments, { ...shipment, lines: [...shipment.lines, { lineId, productId, qty, serials }] }),
  });
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
