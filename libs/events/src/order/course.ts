import {
  CalendarDate,
  Choice,
  ChoiceList,
  Currency,
  EventContract,
  Id,
  Instant,
  ListOf,
  Nested,
  Optional,
  Personal,
  Text,
  Whole,
} from '../contract/index.js';
import { lineExample, totalsExample } from '../pricing/examples.js';
import { PricedLine, SalesTotals } from '../pricing/index.js';
import { addressExample, orderId } from './examples.js';
import {
  amendableFields,
  cancellingParties,
  holdReasons,
  OrderAddress,
  orderProgress,
  type AmendableField,
  type HoldReason,
  type OrderProgress,
} from './values.js';

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A customer placed an order.',
  example: {
    orderId,
    number: 'O-4T8WX07-K3M9P2Q',
    customerId: 'c-1001',
    quoteId: 'q-1',
    quoteVersion: 2,
    opportunityId: 'op-1',
    placedAt: '2026-04-02T09:00:00.000Z',
    currency: 'USD',
    lines: [lineExample],
    totals: totalsExample,
    shipTo: addressExample,
    requestedDate: '2026-05-15',
    ownerId: 'ann',
  },
})
export class OrderPlaced {
  static readonly type = 'order.placed';
  @Id() orderId!: string;
  @Text(100) number!: string;
  @Id() customerId!: string;
  @Optional() @Id() quoteId?: string;
  @Optional() @Whole(1) quoteVersion?: number;
  @Optional() @Id() opportunityId?: string;
  /** The business time of the event. */
  @Instant() placedAt!: string;
  @Currency() currency!: string;
  /** Their sums are the totals. */
  @ListOf(() => PricedLine, { min: 1, max: 200 }) lines!: PricedLine[];
  @Nested(() => SalesTotals) totals!: SalesTotals;
  @Optional() @Personal() @Nested(() => OrderAddress) shipTo?: OrderAddress;
  @Optional() @Personal() @Nested(() => OrderAddress) billTo?: OrderAddress;
  @Optional() @CalendarDate() requestedDate?: string;
  /** The customer's own number for it. */
  @Optional() @Text(100) customerRef?: string;
  @Id() ownerId!: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'We confirmed an order.',
  example: { orderId, promisedDate: '2026-05-20', erpRef: 'SO-90017' },
})
export class OrderConfirmed {
  static readonly type = 'order.confirmed';
  @Id() orderId!: string;
  @Optional() @CalendarDate() promisedDate?: string;
  /** Its number in the ERP system. */
  @Optional() @Text(100) erpRef?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An order changed; `changed` names the fields that did, and they are given as they are now.',
  example: {
    orderId,
    changed: ['lines'],
    lines: [lineExample],
    totals: totalsExample,
    oldTotals: totalsExample,
    status: 'confirmed',
  },
})
export class OrderAmended {
  static readonly type = 'order.amended';
  @Id() orderId!: string;
  @ChoiceList(amendableFields, { min: 1, max: 4 }) changed!: AmendableField[];
  @Optional() @ListOf(() => PricedLine, { min: 1, max: 200 }) lines?: PricedLine[];
  @Optional() @Personal() @Nested(() => OrderAddress) shipTo?: OrderAddress;
  @Optional() @Personal() @Nested(() => OrderAddress) billTo?: OrderAddress;
  @Optional() @CalendarDate() requestedDate?: string;
  @Nested(() => SalesTotals) totals!: SalesTotals;
  @Nested(() => SalesTotals) oldTotals!: SalesTotals;
  /** How far the order is now that the lines are these; older events do not say it. */
  @Optional() @Choice(orderProgress) status?: OrderProgress;
  /** The business time of the event; earlier ones leave it out. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An order was held: it is not confirmed, shipped or completed until it is released.',
  example: { orderId, reason: 'credit', note: 'Over the limit' },
})
export class OrderHeld {
  static readonly type = 'order.held';
  @Id() orderId!: string;
  @Choice(holdReasons) reason!: HoldReason;
  @Personal() @Optional() @Text(500) note?: string;
  /** The business time of the event; earlier ones leave it out. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A held order goes on.',
  example: { orderId, reason: 'credit' },
})
export class OrderReleased {
  static readonly type = 'order.released';
  @Id() orderId!: string;
  /** Why it had been held. */
  @Choice(holdReasons) reason!: HoldReason;
  @Personal() @Optional() @Text(500) note?: string;
  /** The business time of the event; earlier ones leave it out. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'Everything in an order was delivered.',
  example: { orderId, totals: totalsExample },
})
export class OrderCompleted {
  static readonly type = 'order.completed';
  @Id() orderId!: string;
  @Nested(() => SalesTotals) totals!: SalesTotals;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An order was cancelled before anything was shipped.',
  example: { orderId, reason: 'Ordered twice', by: 'customer', totals: totalsExample },
})
export class OrderCancelled {
  static readonly type = 'order.cancelled';
  @Id() orderId!: string;
  @Personal() @Text(500) reason!: string;
  @Choice(cancellingParties) by!: (typeof cancellingParties)[number];
  /** What it came to, to be taken back from every sum. */
  @Nested(() => SalesTotals) totals!: SalesTotals;
}

export const orderCourse = {
  OrderPlaced,
  OrderConfirmed,
  OrderAmended,
  OrderHeld,
  OrderReleased,
  OrderCompleted,
  OrderCancelled,
};
