import { CalendarDate, Money, Nested, Optional, Personal, Text } from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });

@CommandContract({
  summary: 'Mirror an invoice of the ERP system',
  example: { invoiceRef: 'INV-2026-0815', net: usd('9642.00'), tax: usd('795.47'), dueDate: '2026-06-18' },
})
export class MirrorInvoice extends CommandBody {
  @Text(100) invoiceRef!: string;
  @Nested(() => Money) net!: Money;
  @Nested(() => Money) tax!: Money;
  /** Last day to pay on, in UTC. */
  @CalendarDate() dueDate!: string;
}

@CommandContract({
  summary: 'Mirror a credit note of the ERP system',
  example: {
    creditNoteRef: 'CN-2026-0042',
    invoiceRef: 'INV-2026-0815',
    net: usd('100.00'),
    tax: usd('8.25'),
    reason: 'Scratched casing',
  },
})
export class MirrorCreditNote extends CommandBody {
  @Text(100) creditNoteRef!: string;
  /** The invoice it takes back, or a part of it. */
  @Text(100) invoiceRef!: string;
  @Nested(() => Money) net!: Money;
  @Nested(() => Money) tax!: Money;
  @Personal() @Optional() @Text(500) reason?: string;
}

@CommandContract({
  summary: 'Mirror a payment that the ERP system took in',
  example: { paymentRef: 'PAY-77120', invoiceRef: 'INV-2026-0815', amount: usd('10437.47') },
})
export class MirrorPayment extends CommandBody {
  /** Derived from the command's id where it is left out. */
  @Optional() @Text(100) paymentRef?: string;
  @Text(100) invoiceRef!: string;
  /** May be more than what is open: customers overpay. */
  @Nested(() => Money) amount!: Money;
}

@CommandContract({
  summary: 'Record that an invoice is not paid in full after its due date',
  example: { invoiceRef: 'INV-2026-0815' },
})
export class RecordPaymentOverdue extends CommandBody {
  @Text(100) invoiceRef!: string;
}

@CommandContract({
  summary: 'Record the revenue and cost of an order',
  example: { revenue: usd('9642.00'), cost: usd('6100.00') },
})
export class RecordMargin extends CommandBody {
  @Nested(() => Money) revenue!: Money;
  @Nested(() => Money) cost!: Money;
}

export const orderBillingCommands = {
  MirrorInvoice,
  MirrorCreditNote,
  MirrorPayment,
  RecordPaymentOverdue,
  RecordMargin,
};
