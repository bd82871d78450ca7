import {
  CalendarDate,
  EventContract,
  Flag,
  Id,
  Instant,
  Money,
  Nested,
  Optional,
  Personal,
  Text,
  Whole,
} from '../contract/index.js';
import { orderId, usd } from './examples.js';
import { InvoiceBalance } from './values.js';

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An invoice of the ERP system for an order, as it was issued.',
  example: {
    orderId,
    invoiceRef: 'INV-2026-0815',
    net: usd('8677.80'),
    tax: usd('715.92'),
    total: usd('9393.72'),
    dueDate: '2026-06-18',
  },
})
export class InvoiceMirrored {
  static readonly type = 'order.invoice-mirrored';
  @Id() orderId!: string;
  @Text(100) invoiceRef!: string;
  @Nested(() => Money) net!: Money;
  @Nested(() => Money) tax!: Money;
  /** `net + tax`: what is to pay. */
  @Nested(() => Money) total!: Money;
  /** Last day to pay on, in UTC. */
  @CalendarDate() dueDate!: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A credit note of the ERP system: it takes back a part of an invoice, or all of it.',
  example: {
    orderId,
    invoiceRef: 'INV-2026-0815',
    creditNoteRef: 'CN-2026-0042',
    net: usd('100.00'),
    tax: usd('8.25'),
    total: usd('108.25'),
    reason: 'Scratched casing',
    oldOpen: usd('9393.72'),
    open: usd('9285.47'),
    overpaid: usd('0.00'),
    overdue: false,
  },
})
export class CreditNoteMirrored extends InvoiceBalance {
  static readonly type = 'order.credit-note-mirrored';
  @Text(100) creditNoteRef!: string;
  @Nested(() => Money) net!: Money;
  @Nested(() => Money) tax!: Money;
  /** `net + tax`. */
  @Nested(() => Money) total!: Money;
  @Personal() @Optional() @Text(500) reason?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A payment that the ERP system took in for an invoice.',
  example: {
    orderId,
    invoiceRef: 'INV-2026-0815',
    paymentRef: 'PAY-77120',
    amount: usd('9285.47'),
    at: '2026-06-10T00:00:00.000Z',
    oldOpen: usd('9285.47'),
    open: usd('0.00'),
    overpaid: usd('0.00'),
    overdue: false,
  },
})
export class PaymentMirrored extends InvoiceBalance {
  static readonly type = 'order.payment-mirrored';
  @Text(100) paymentRef!: string;
  @Nested(() => Money) amount!: Money;
  @Instant() at!: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An invoice was not paid in full by its due date.',
  example: {
    orderId,
    invoiceRef: 'INV-2026-0815',
    dueDate: '2026-06-18',
    days: 12,
    open: usd('9285.47'),
    first: true,
  },
})
export class PaymentOverdue {
  static readonly type = 'order.payment-overdue';
  @Id() orderId!: string;
  @Text(100) invoiceRef!: string;
  @CalendarDate() dueDate!: string;
  /** Whole days since the due date. */
  @Whole(1) days!: number;
  /** What is left to pay. */
  @Nested(() => Money) open!: Money;
  /** Whether the invoice counts as overdue with this; else it did already. */
  @Flag() first!: boolean;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'Revenue and cost of an order, as accounting has them; they replace those recorded before.',
  example: { orderId, revenue: usd('8577.80'), cost: usd('6100.00') },
})
export class MarginRecorded {
  static readonly type = 'order.margin-recorded';
  @Id() orderId!: string;
  @Nested(() => Money) revenue!: Money;
  @Nested(() => Money) cost!: Money;
  /** Where it was recorded before. */
  @Optional() @Nested(() => Money) oldRevenue?: Money;
  @Optional() @Nested(() => Money) oldCost?: Money;
}

export const orderBilling = { InvoiceMirrored, CreditNoteMirrored, PaymentMirrored, PaymentOverdue, MarginRecorded };
