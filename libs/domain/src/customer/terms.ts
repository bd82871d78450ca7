import { isDeepStrictEqual } from 'node:util';
import {
  BankDetailsChanged,
  CommercialTermsSet,
  CompetitorPresenceRecorded,
  CreditHoldPlaced,
  CreditHoldReleased,
  CreditPolicySet,
  CreditReviewRecorded,
  CustomerAssessed,
  event,
  type PaymentTerms,
  type termsEvents,
} from '@touchstream/events';
import { ensure, ensureFollows, refuse, repeats } from '../decider/index.js';
import { canonicalMoney, ensureSameCurrency, money } from '../money/index.js';
import type { Decide, Evolve } from './parts.js';
import { after, inWork } from './state.js';
import type { termsCommands } from './terms-commands.js';

function ensureConsistent({ netDays, discountDays, discountPercent }: PaymentTerms): void {
  ensure(
    (discountDays === undefined) === (discountPercent === undefined),
    'half-a-discount',
    'a discount needs both its days and its percentage',
    discountDays === undefined ? '/paymentTerms/discountDays' : '/paymentTerms/discountPercent',
  );
  ensure(
    discountDays === undefined || discountDays <= netDays,
    'discount-after-due',
    'the discount must end before the invoice is due',
    '/paymentTerms/discountDays',
  );
}

/** An IBAN of which at most the first and the last four characters can be read. */
const MASKED_IBAN = /^[A-Z*]{2}[0-9*]{2}\*{7,26}[A-Z0-9]{0,4}$/;

export const decideTerms: Decide<typeof termsCommands> = {
  SetCommercialTerms({ data, meta }, state) {
    const { customerId, terms } = inWork(state, meta);
    ensureConsistent(data.paymentTerms);
    const now = { customerId, ...data };
    return isDeepStrictEqual(now, terms) ? [] : [event(CommercialTermsSet, now)];
  },
  SetCreditPolicy({ data: { salesLimit, overdueLimit, grade }, meta }, state) {
    const { customerId, creditPolicy } = inWork(state, meta);
    ensureSameCurrency(money(salesLimit), money(overdueLimit), '/overdueLimit/currency');
    const limits = { salesLimit: canonicalMoney(salesLimit), overdueLimit: canonicalMoney(overdueLimit) };
    const now = { customerId, ...limits, grade };
    return isDeepStrictEqual(now, creditPolicy) ? [] : [event(CreditPolicySet, now)];
  },
  PlaceCreditHold({ data: { reason }, meta }, state) {
    const { customerId, creditHold, creditRelease } = inWork(state, meta);
    if (creditHold !== undefined) {
      if (repeats({ reason }, creditHold)) return [];
      return refuse('credit-hold', 'the customer is on credit hold already');
    }
    ensureFollows(creditRelease?.at, 'the credit hold before was released', meta);
    return [event(CreditHoldPlaced, { customerId, reason, at: meta.occurredAt })];
  },
  ReleaseCreditHold({ data: { reason }, meta }, state) {
    const { customerId, creditHold, creditRelease } = inWork(state, meta);
    if (creditHold === undefined) {
      if (repeats({ reason }, creditRelease ?? { reason })) return [];
      return refuse('no-credit-hold', 'the credit hold is released already');
    }
    ensureFollows(creditHold.since, 'the credit hold was placed', meta);
    return [event(CreditHoldReleased, { customerId, reason, at: meta.occurredAt })];
  },
  RecordCreditReview: ({ data, meta }, state) => [
    event(CreditReviewRecorded, { customerId: inWork(state, meta).customerId, ...data }),
  ],
  SetBankDetails({ data: { maskedIban: written, tokenRef }, meta }, state) {
    const { customerId, bankDetails } = inWork(state, meta);
    const maskedIban = written.replaceAll(' ', '');
    ensure(
      MASKED_IBAN.test(maskedIban),
      'iban-not-masked',
      'must be an IBAN with all but its first and last four characters replaced by *',
      '/maskedIban',
    );
    const now = { customerId, maskedIban, tokenRef };
    return isDeepStrictEqual(now, bankDetails) ? [] : [event(BankDetailsChanged, now)];
  },
  RecordCompetitorPresence: ({ data: { products = [], ...data }, meta }, state) => [
    event(CompetitorPresenceRecorded, { customerId: inWork(state, meta).customerId, products, ...data }),
  ],
  RecordAssessment: ({ data, meta }, state) => [
    event(CustomerAssessed, { customerId: inWork(state, meta).customerId, ...data, by: meta.actor.id }),
  ],
};

const unchanged = after(() => ({}));

export const evolveTerms: Evolve<typeof termsEvents> = {
  'customer.commercial-terms-set': after((_, terms) => ({ terms })),
  'customer.credit-policy-set': after((_, creditPolicy) => ({ creditPolicy })),
  'customer.credit-hold-placed': after((_, { reason, at }) => ({ creditHold: { reason, since: at } })),
  'customer.credit-hold-released': after((_, { reason, at }) => ({
    creditHold: undefined,
    creditRelease: { reason, at },
  })),
  'customer.credit-review-recorded': unchanged,
  'customer.bank-details-changed': after((_, bankDetails) => ({ bankDetails })),
  'customer.competitor-presence-recorded': unchanged,
  'customer.assessed': unchanged,
};
