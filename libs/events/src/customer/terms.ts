import {
  Currency,
  EventContract,
  Id,
  Instant,
  Money,
  Nested,
  Optional,
  Personal,
  Share,
  Text,
  TextList,
  Whole,
} from '../contract/index.js';
import { PaymentTerms } from './values.js';

const customerId = '0197f000-0000-7000-8000-000000000001';
const eur = (amount: string) => ({ amount, currency: 'EUR' });

@EventContract({
  version: 1,
  context: 'customer',
  description: 'The terms of trade with a customer were set, all of them; what is left out is not agreed.',
  example: {
    customerId,
    paymentTerms: { netDays: 30, discountDays: 10, discountPercent: 2 },
    discountClass: 'B',
    taxRule: 'domestic',
    currency: 'EUR',
    priceBookId: 'standard-eur',
    commissionCode: 'direct',
  },
})
export class CommercialTermsSet {
  static readonly type = 'customer.commercial-terms-set';
  @Id() customerId!: string;
  @Nested(() => PaymentTerms) paymentTerms!: PaymentTerms;
  @Optional() @Id() discountClass?: string;
  @Optional() @Id() taxRule?: string;
  @Currency() currency!: string;
  @Optional() @Id() priceBookId?: string;
  @Optional() @Id() commissionCode?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'It was decided how much a customer may owe.',
  example: { customerId, salesLimit: eur('50000.00'), overdueLimit: eur('5000.00'), grade: 'B' },
})
export class CreditPolicySet {
  static readonly type = 'customer.credit-policy-set';
  @Id() customerId!: string;
  /** The most that may be open, ordered and invoiced. */
  @Nested(() => Money) salesLimit!: Money;
  /** The most that may be overdue; of the same currency. */
  @Nested(() => Money) overdueLimit!: Money;
  @Id() grade!: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer gets nothing on credit until further notice.',
  example: { customerId, reason: 'Two invoices overdue', at: '2026-02-01T09:00:00.000Z' },
})
export class CreditHoldPlaced {
  static readonly type = 'customer.credit-hold-placed';
  @Id() customerId!: string;
  @Personal() @Text(500) reason!: string;
  /** Since when; missing in events from before it was recorded. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer may buy on credit again.',
  example: { customerId, reason: 'Paid' },
})
export class CreditHoldReleased {
  static readonly type = 'customer.credit-hold-released';
  @Id() customerId!: string;
  @Personal() @Text(500) reason!: string;
  /** When; missing in events from before it was recorded. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'Somebody looked into how creditworthy a customer is.',
  example: { customerId, score: 720, agency: 'creditreform', note: 'Stable' },
})
export class CreditReviewRecorded {
  static readonly type = 'customer.credit-review-recorded';
  @Id() customerId!: string;
  /** On the agency's own scale. */
  @Whole(0, 100_000) score!: number;
  /** Who gave the score. */
  @Text(100) agency!: string;
  @Personal() @Optional() @Text(2000) note?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer has another bank account; the number itself is kept by the payment provider.',
  example: { customerId, maskedIban: 'DE89************3000', tokenRef: 'tok-8d1f' },
})
export class BankDetailsChanged {
  static readonly type = 'customer.bank-details-changed';
  @Id() customerId!: string;
  @Personal() @Text(40) maskedIban!: string;
  /** What the payment provider calls the account. */
  @Id() tokenRef!: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A competitor was seen at a customer.',
  example: { customerId, competitorId: 'contoso', products: ['Contoso Pro'], share: 0.25 },
})
export class CompetitorPresenceRecorded {
  static readonly type = 'customer.competitor-presence-recorded';
  @Id() customerId!: string;
  @Id() competitorId!: string;
  @TextList(200, { max: 50 }) products!: string[];
  /** Its part of what the customer buys, over 0 and at most 1. */
  @Optional() @Share() share?: number;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer was judged, on a scale from 1 (worst) to 5 (best).',
  example: { customerId, attitude: 4, potential: 5, performance: 3, by: 'ann' },
})
export class CustomerAssessed {
  static readonly type = 'customer.assessed';
  @Id() customerId!: string;
  @Whole(1, 5) attitude!: number;
  @Whole(1, 5) potential!: number;
  @Whole(1, 5) performance!: number;
  @Id() by!: string;
}

export const termsEvents = {
  CommercialTermsSet,
  CreditPolicySet,
  CreditHoldPlaced,
  CreditHoldReleased,
  CreditReviewRecorded,
  BankDetailsChanged,
  CompetitorPresenceRecorded,
  CustomerAssessed,
};
