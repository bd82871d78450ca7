import type { HoldReason, OrderCancelled, OrderProgress } from '@touchstream/events';
import type { AddressDoc } from '../address/index.js';
import { noTotals, type LineDoc, type TotalsDoc } from '../priced/index.js';
import { NO_REVISION, type OfAggregate } from '../view/index.js';

/** How far an order is; `shipped` and `delivered` once everything in it is. A held one stands where it was held. */
export type OrderStatus = OrderProgress | 'completed' | 'cancelled';

/** A line with what of it has gone out. */
export interface OrderLine extends LineDoc {
  readonly shippedQty: number;
}

/** A part of an order on its way: one entry for each line in it. */
export interface ShippedLine {
  readonly lineId: string;
  readonly productId: string;
  readonly qty: number;
  readonly serials: readonly string[];
}
export interface Shipment {
  readonly id: string;
  readonly shippedAt: string;
  readonly carrier: string | null;
  readonly tracking: string | null;
  readonly lines: readonly ShippedLine[];
  readonly deliveredAt: string | null;
  readonly receivedBy: string | null;
}

/** An invoice as the ERP system has it. Amounts are in minor units of the order's currency. */
export interface InvoiceDoc {
  /** Its reference in the ERP system. */
  readonly id: string;
  readonly issuedAt: string;
  /** Last day to pay on: it is overdue on every later day while something is open. */
  readonly dueDate: string;
  readonly net: number;
  readonly tax: number;
  /** net + tax. */
  readonly total: number;
  readonly credited: number;
  readonly paid: number;
  /** What is left to pay. */
  readonly open: number;
  readonly overpaid: number;
}

/** Where an order goes, as it stood when the order was placed. */
export interface OrderAddressDoc extends AddressDoc {
  readonly recipient: string | null;
}

/** An order with its shipments and what the ERP system says of its money. Amounts are in minor units of `currency`. */
export interface OrderDoc extends OfAggregate {
  readonly orderId: string;
  readonly number: string;
  readonly customerId: string | null;
  readonly ownerId: string | null;
  readonly quoteId: string | null;
  readonly quoteVersion: number | null;
  readonly opportunityId: string | null;
  readonly channel: string | null;
  /** The customer's own number for it. */
  readonly customerRef: string | null;
  /** Its number in the ERP system. */
  readonly erpRef: string | null;
  readonly status: OrderStatus;
  /** Why it is held; null where it is not. */
  readonly heldFor: HoldReason | null;
  readonly currency: string;
  readonly lines: readonly OrderLine[];
  readonly totals: TotalsDoc;
  readonly shipTo: OrderAddressDoc | null;
  readonly billTo: OrderAddressDoc | null;
  readonly placedAt: string | null;
  readonly confirmedAt: string | null;
  readonly requestedDate: string | null;
  readonly promisedDate: string | null;
  readonly shippedAt: string | null;
  readonly deliveredAt: string | null;
  readonly completedAt: string | null;
  readonly cancelledAt: string | null;
  readonly cancelledBy: OrderCancelled['by'] | null;
  readonly cancelReason: string | null;
  readonly shipments: readonly Shipment[];
  readonly invoices: readonly InvoiceDoc[];
  readonly money: OrderMoney;
  readonly margin: { readonly revenue: number; readonly cost: number } | null;
}

/** Sums over the order; what was paid or credited counts also as of a date before its invoice. */
export interface OrderMoney {
  readonly invoiced: number;
  readonly credited: number;
  readonly paid: number;
  /** What is left to pay of the invoices. */
  readonly open: number;
}

export const emptyOrder = (orderId: string): OrderDoc => ({
  orderId,
  number: '',
  customerId: null,
  ownerId: null,
  quoteId: null,
  quoteVersion: null,
  opportunityId: null,
  channel: null,
  customerRef: null,
  erpRef: null,
  status: 'placed',
  heldFor: null,
  currency: '',
  lines: [],
  totals: noTotals,
  shipTo: null,
  billTo: null,
  placedAt: null,
  confirmedAt: null,
  requestedDate: null,
  promisedDate: null,
  shippedAt: null,
  deliveredAt: null,
  completedAt: null,
  cancelledAt: null,
  cancelledBy: null,
  cancelReason: null,
  shipments: [],
  invoices: [],
  money: { invoiced: 0, credited: 0, paid: 0, open: 0 },
  margin: null,
  revision: NO_REVISION,
});
