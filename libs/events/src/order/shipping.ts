import { EventContract, Flag, Id, Instant, Optional, Personal, Quantity, Text, TextList } from '../contract/index.js';
import { orderId } from './examples.js';

@EventContract({
  version: 1,
  context: 'sales',
  description: 'Pieces of an order line were shipped.',
  example: {
    orderId,
    shipmentId: 'ship-1',
    lineId: 'line-1',
    productId: 'gtx-pro',
    qty: 1,
    shippedQty: 1,
    orderedQty: 2,
    at: '2026-05-16T08:00:00.000Z',
    carrier: 'Colissimo',
    tracking: '6A12345678901',
    serials: ['SN-0001'],
    allShipped: false,
  },
})
export class OrderLineShipped {
  static readonly type = 'order.line-shipped';
  @Id() orderId!: string;
  @Id() shipmentId!: string;
  @Id() lineId!: string;
  @Id() productId!: string;
  @Quantity() qty!: number;
  /** Shipped of the line so far, this shipment included. */
  @Quantity() shippedQty!: number;
  @Quantity() orderedQty!: number;
  /** The business time of the event; earlier ones leave it out. */
  @Optional() @Instant() at?: string;
  @Optional() @Text(100) carrier?: string;
  @Optional() @Text(100) tracking?: string;
  @Optional() @TextList(100, { max: 200 }) serials?: string[];
  /** Whether everything in the order is shipped with this. */
  @Flag() allShipped!: boolean;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A shipment arrived at the customer.',
  example: {
    orderId,
    shipmentId: 'ship-1',
    at: '2026-05-19T09:30:00.000Z',
    receivedBy: 'Jean Dupont',
    allDelivered: false,
  },
})
export class OrderDelivered {
  static readonly type = 'order.delivered';
  @Id() orderId!: string;
  @Id() shipmentId!: string;
  @Instant() at!: string;
  /** Who took it. */
  @Optional() @Text(200) @Personal() receivedBy?: string;
  /** Whether everything in the order is delivered with this. */
  @Flag() allDelivered!: boolean;
}

export const orderShipping = { OrderLineShipped, OrderDelivered };
