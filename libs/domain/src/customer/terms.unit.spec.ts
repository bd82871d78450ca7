import { describe, it } from '@jest/globals';
import {
  BankDetailsChanged,
  CommercialTermsSet,
  CompetitorPresenceRecorded,
  CreditHoldPlaced,
  CreditHoldReleased,
  CreditPolicySet,
  CreditReviewRecorded,
  CustomerAssessed,
  CustomerRegistered,
  event,
} from '@touchstream/events';
import { given, testMeta } from '../testing/index.js';
import { customer } from './customer.js';

const customerId = 'a1';
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const registered = event(CustomerRegistered, {
  customerId,
  code: 'C-1',
  kind: 'business',
  name: 'Muster GmbH',
  phones: [],
  externalRefs: [],
  registeredAt: testMeta().now,
});

describe('the terms of trade', () => {
  const terms = { paymentTerms: { netDays: 30 }, currency: 'EUR', priceBookId: 'standard' };
  const set = event(CommercialTermsSet, { customerId, ...terms });

  it('are set as a whole', () => {
    given(customer, [registered]).when('SetCommercialTerms', terms).then([set]);
    given(customer, [registered, set]).when('SetCommercialTerms', terms).thenNothing();
    const less = { paymentTerms: { netDays: 30, discountDays: 30, discountPercent: 2 }, currency: 'EUR' };
    given(customer, [registered, set])
      .when('SetCommercialTerms', less)
      .then([event(CommercialTermsSet, { customerId, ...less })]);
  });

  it('hold together', () => {
    const refused = (code: string, field: string, paymentTerms: object) =>
      given(customer, [registered])
        .when('SetCommercialTerms', { paymentTerms: { netDays: 30, ...paymentTerms }, currency: 'EUR' })
        .thenRefused(code, `/paymentTerms/${field}`);
    refused('half-a-discount', 'discountDays', { discountPercent: 2 });
    refused('half-a-discount', 'discountPercent', { discountDays: 10 });
    refused('discount-after-due', 'discountDays', { discountDays: 31, discountPercent: 2 });
  });
});

describe('the credit of a customer', () => {
  const policy = { salesLimit: eur('50000'), overdueLimit: eur('5000.5'), grade: 'B' };
  const set = event(CreditPolicySet, {
    customerId,
    salesLimit: eur('50000.00'),
    overdueLimit: eur('5000.50'),
    grade: 'B',
  });
  const placed = event(CreditHoldPlaced, { customerId, reason: 'overdue', at: testMeta().occurredAt });
  const released = event(CreditHoldReleased, { customerId, reason: 'paid', at: testMeta().occurredAt });

  it('is limited in one currency', () => {
    given(customer, [registered]).when('SetCreditPolicy', policy).then([set]);
    given(customer, [registered, set]).when('SetCreditPolicy', policy).thenNothing();
    given(customer, [registered])
      .when('SetCreditPolicy', { ...policy, overdueLimit: { amount: '1', currency: 'USD' } })
      .thenRefused('currency-mismatch', '/overdueLimit/currency');
  });

  it('is held and released', () => {
    given(customer, [registered]).when('PlaceCreditHold', { reason: 'overdue' }).then([placed]);
    given(customer, [registered, placed]).when('PlaceCreditHold', { reason: 'overdue' }).thenNothing();
    given(customer, [registered, placed]).when('PlaceCreditHold', { reason: 'more' }).thenRefused('credit-hold');
    given(customer, [registered, placed]).when('ReleaseCreditHold', { reason: 'paid' }).then([released]);
    given(customer, [registered, placed, released]).when('ReleaseCreditHold', { reason: 'paid' }).thenNothing();
    given(customer, [registered, placed, released])
      .when('ReleaseCreditHold', { reason: 'goodwill' })
      .thenRefused('no-credit-hold');
    given(customer, [registered]).when('ReleaseCreditHold', { reason: 'paid' }).thenNothing();
  });

  it('is held and released in order of time', () => {
    const earlier = { meta: { occurredAt: '2026-03-01T09:59:59.999Z' } };
    const began = event(CustomerRegistered, { ...registered.data, registeredAt: '2026-02-01T00:00:00.000Z' });
    given(customer, [began, placed])
      .when('ReleaseCreditHold', { reason: 'paid' }, earlier)
      .thenRefused('before-last-change', '/occurredAt');
    given(customer, [began, placed, released])
      .when('PlaceCreditHold', { reason: 'overdue' }, earlier)
      .thenRefused('before-last-change', '/occurredAt');
  });

  it('is reviewed as often as it is', () => {
    const review = { score: 720, agency: 'creditreform', note: 'stable' };
    const reviewed = event(CreditReviewRecorded, { customerId, ...review });
    given(customer, [registered, reviewed]).when('RecordCreditReview', review).then([reviewed]);
  });
});

describe('the bank details of a customer', () => {
  it('are told masked only', () => {
    const details = { maskedIban: 'DE89************3000', tokenRef: 'tok' };
    const changed = event(BankDetailsChanged, { customerId, ...details });
    given(customer, [registered])
      .when('SetBankDetails', { ...details, maskedIban: 'DE89 **** **** **** 3000' })
      .then([changed]);
    given(customer, [registered, changed]).when('SetBankDetails', details).thenNothing();
    for (const maskedIban of ['DE89370400440532013000', 'DE89 3704 **** **** 3000 00', '****', 'DE89******43000'])
      given(customer, [registered])
        .when('SetBankDetails', { ...details, maskedIban })
        .thenRefused('iban-not-masked', '/maskedIban');
  });
});

describe('what is noted of a customer', () => {
  it('is a competitor seen there', () => {
    given(customer, [registered])
      .when('RecordCompetitorPresence', { competitorId: 'contoso' })
      .then([event(CompetitorPresenceRecorded, { customerId, competitorId: 'contoso', products: [] })]);
    const seen = { competitorId: 'contoso', products: ['Pro'], share: 0.25 };
    given(customer, [registered])
      .when('RecordCompetitorPresence', seen)
      .then([event(CompetitorPresenceRecorded, { customerId, ...seen })]);
  });

  it('is how somebody judges it', () => {
    given(customer, [registered])
      .when('RecordAssessment', { attitude: 4, potential: 5, performance: 3 })
      .then([event(CustomerAssessed, { customerId, attitude: 4, potential: 5, performance: 3, by: 'ann' })]);
  });
});
