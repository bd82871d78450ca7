import {
  Currency,
  Id,
  Money,
  Nested,
  Optional,
  PaymentTerms,
  Personal,
  Share,
  Text,
  TextList,
  Whole,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

@CommandContract({
  summary: 'Set the terms of trade',
  example: {
    paymentTerms: { netDays: 30, discountDays: 10, discountPercent: 2 },
    discountClass: 'B',
    taxRule: 'domestic',
    currency: 'EUR',
    priceBookId: 'standard-eur',
    commissionCode: 'direct',
  },
})
export class SetCommercialTerms extends CommandBody {
  @Nested(() => PaymentTerms) paymentTerms!: PaymentTerms;
  @Optional() @Id() discountClass?: string;
  @Optional() @Id() taxRule?: string;
  @Currency() currency!: string;
  @Optional() @Id() priceBookId?: string;
  @Optional() @Id() commissionCode?: string;
}

@CommandContract({
  summary: 'Set how much the customer may owe',
  example: { salesLimit: eur('50000.00'), overdueLimit: eur('5000.00'), grade: 'B' },
})
export class SetCreditPolicy extends CommandBody {
  /** The most that may be open, ordered and invoiced. */
  @Nested(() => Money) salesLimit!: Money;
  /** The most that may be overdue, in the same currency. */
  @Nested(() => Money) overdueLimit!: Money;
  @Id() grade!: string;
}

@CommandContract({ summary: 'Stop all credit', example: { reason: 'Two invoices overdue' } })
export class PlaceCreditHold extends CommandBody {
  @Personal() @Text(500) reason!: string;
}

@CommandContract({ summary: 'Allow credit again', example: { reason: 'Paid' } })
export class ReleaseCreditHold extends CommandBody {
  @Personal() @Text(500) reason!: string;
}

@CommandContract({
  summary: 'Record a review of the creditworthiness',
  example: { score: 720, agency: 'creditreform', note: 'Stable' },
})
export class RecordCreditReview extends CommandBody {
  /** On the agency's own scale. */
  @Whole(0, 100_000) score!: number;
  @Text(100) agency!: string;
  @Personal() @Optional() @Text(2000) note?: string;
}

@CommandContract({
  summary: 'Set the bank details, by their token',
  example: { maskedIban: 'DE89************3000', tokenRef: 'tok-8d1f' },
})
export class SetBankDetails extends CommandBody {
  /** The IBAN with all but its first and last four characters replaced by `*`; the number itself is never stored. */
  @Personal() @Text(40) maskedIban!: string;
  /** What the payment provider calls the account. */
  @Id() tokenRef!: string;
}

@CommandContract({
  summary: 'Record that a competitor was seen at the customer',
  example: { competitorId: 'contoso', products: ['Contoso Pro'], share: 0.25 },
})
export class RecordCompetitorPresence extends CommandBody {
  @Id() competitorId!: string;
  @Optional() @TextList(200, { max: 50 }) products?: string[];
  /** Its part of what the customer buys, over 0 and at most 1. */
  @Optional() @Share() share?: number;
}

@CommandContract({
  summary: 'Record a judgement of the customer, from 1 (worst) to 5 (best)',
  example: { attitude: 4, potential: 5, performance: 3 },
})
export class RecordAssessment extends CommandBody {
  @Whole(1, 5) attitude!: number;
  @Whole(1, 5) potential!: number;
  @Whole(1, 5) performance!: number;
}

export const termsCommands = {
  SetCommercialTerms,
  SetCreditPolicy,
  PlaceCreditHold,
  ReleaseCreditHold,
  RecordCreditReview,
  SetBankDetails,
  RecordCompetitorPresence,
  RecordAssessment,
};
