import { Flag, Id, Money, Nested, Optional, Text } from '../contract/index.js';
import { PostalAddress } from '../customer/index.js';

export const holdReasons = ['credit', 'stock', 'other'] as const;
export type HoldReason = (typeof holdReasons)[number];
export const cancellingParties = ['customer', 'seller'] as const;
export const amendableFields = ['lines', 'shipTo', 'billTo', 'requestedDate'] as const;
export type AmendableField = (typeof amendableFields)[number];

/** How far an open order is; `shipped` and `delivered` once everything in it is. */
export const orderProgress = ['placed', 'confirmed', 'shipped', 'delivered'] as const;
export type OrderProgress = (typeof orderProgress)[number];

/** Where an order goes, as it stood when the order was placed. */
export class OrderAddress extends PostalAddress {
  /** Who receives it. */
  @Optional() @Text(200) recipient?: string;
}

/** An invoice's balance after an event: `open` is what is left to pay, never below 0; what was paid beyond is `overpaid`. */
export abstract class InvoiceBalance {
  @Id() orderId!: string;
  @Text(100) invoiceRef!: string;
  /** What was left to pay before. */
  @Nested(() => Money) oldOpen!: Money;
  @Nested(() => Money) open!: Money;
  @Nested(() => Money) overpaid!: Money;
  /** Whether the invoice counted as overdue until now: then `oldOpen` was overdue, and `open` is. */
  @Flag() overdue!: boolean;
}
