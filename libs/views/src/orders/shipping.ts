import type { EventEnvelope } from '@touchstream/events';
import { change, put } from '../keyed/index.js';
import type { View } from '../view/index.js';
import type { OrderDoc, Shipment } from './document.js';

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
  return {
    ...doc,
    lines: change(doc.lines, lineId, () => ({ shippedQty: data.shippedQty })),
    shipments: put(doc.shipments, { ...shipment, lines: [...shipment.lines, { lineId, productId, qty, serials }] }),
    status: data.allShipped ? 'shipped' : doc.status,
    shippedAt: data.allShipped ? occurredAt : doc.shippedAt,
  };
}

/** What of an order went out and arrived. */
export const shipping: View<OrderDoc>['on'] = {
  'order.line-shipped': shipped,
  'order.delivered': (doc, { data }) => ({
    ...doc,
    shipments: change(doc.shipments, data.shipmentId, () => ({
      deliveredAt: data.at,
      receivedBy: data.receivedBy ?? null,
    })),
    status: data.allDelivered ? 'delivered' : doc.status,
    deliveredAt: data.allDelivered ? data.at : doc.deliveredAt,
  }),
};
