import { describe, expect, it } from '@jest/globals';
import {
  AddressAdded,
  AddressChanged,
  AddressRemoved,
  BankDetailsChanged,
  CommercialTermsSet,
  CompetitorPresenceRecorded,
  CreditHoldPlaced,
  CreditHoldReleased,
  CreditPolicySet,
  CreditReviewRecorded,
  CustomerActivated,
  CustomerArchived,
  CustomerAssessed,
  CustomerBecameDormant,
  CustomerChurned,
  CustomerClassified,
  CustomerOwnerAssigned,
  CustomerProfileChanged,
  CustomerReengaged,
  CustomerRegistered,
  CustomerRestored,
  CustomerTierChanged,
  CustomerWonBack,
  FieldValueRestored,
  OrderPlaced,
  ParentCustomerSet,
  RelationshipModelSet,
  type EventClass,
} from '@touchstream/events';
import { example, happened, timeOf, viewSpec } from '../testing/index.js';
import { customer360 } from './customer-360.js';

const customerId = 'c1';
const of = <C extends EventClass>(type: C, changes: Partial<InstanceType<C>> = {}) =>
  example(type, { customerId, ...changes } as Partial<InstanceType<C>>);
const registered = of(CustomerRegistered);
type History = Parameters<ReturnType<typeof viewSpec>['given']>[0];
const given = (...history: History) => viewSpec(customer360).given([registered, ...history]);

describe('who a customer is', () => {
  it('is found by its references, a colon in the system escaped', () => {
    const externalRefs = [
      { system: 'sap', id: 'de:1000' },
      { system: 'sap:de', id: '1000' },
    ];
    viewSpec(customer360)
      .given([of(CustomerRegistered, { externalRefs })])
      .thenIndexed('c1', {
        lookups: { externalRef: ['sap:de:1000', 'sap%3Ade:1000'] },
      });
  });

  it('is said at registration', () => {
    given()
      .thenKeys(['c1'])
      .thenDocument('c1', {
        kind: 'business',
        status: 'prospect',
        profile: {
          code: 'C-1001',
          name: 'Muster GmbH',
          taxId: 'DE123456789',
          country: 'DE',
          website: 'https://muster.example',
          email: 'info@muster.example',
          phones: ['+49301234567'],
          employees: 250,
          annualRevenue: { minor: 4_200_000_000, currency: 'EUR' },
          foundedYear: 1987,
          externalRefs: [{ system: 'erp', id: '4711' }],
        },
        classification: { segment: null, industry: 'machinery', region: null, type: null },
        revision: 0,
      })
      .thenIndexed('c1', {
        fields: {
          name: 'Muster GmbH',
          status: 'prospect',
          untouchedSince: timeOf(0),
          creditHold: false,
        },
        lookups: {
          code: ['c-1001'],
          externalRef: ['erp:4711'],
          phone: ['+49301234567'],
          email: ['info@muster.example'],
        },
        text: ['Muster GmbH', 'C-1001', 'DE123456789', '4711', '+49301234567'],
      });
  });

  it('changes, and may get earlier values back', () => {
    const changes = [
      { field: 'name', old: 'Muster GmbH', new: 'Muster AG' },
      { field: 'annualRevenue', old: null, new: { amount: '1.50', currency: 'EUR' } },
      { field: 'phones', old: ['+49301234567'], new: null },
      { field: 'email', old: 'info@muster.example', new: null },
    ];
    const { profile } = given(of(CustomerProfileChanged, { changes })).document('c1');
    expect(profile).toMatchObject({
      name: 'Muster AG',
      annualRevenue: { minor: 150, currency: 'EUR' },
      phones: [],
      email: null,
    });
    const back = of(FieldValueRestored, { field: 'name', old: 'Muster AG', value: 'Muster GmbH' });
    expect(given(of(CustomerProfileChanged, { changes }), back).document('c1').profile.name).toBe('Muster GmbH');
    const segment = of(FieldValueRestored, { field: 'segment', old: null, value: 'A' });
    expect(given(segment).document('c1').classification).toMatchObject({ segment: 'A', industry: 'machinery' });
  });

  it('has addresses', () => {
    const address = { lines: ['Hauptstraße 5'], city: 'Berlin', postcode: '10115', country: 'DE' };
    const held = { id: 'a-1', use: 'bill' as const, ...address, region: null };
    const added = of(AddressAdded, { addressId: 'a-1', use: 'bill', address });
    given(added).thenDocument('c1', { addresses: [held] });
    given(added, of(AddressChanged, { addressId: 'a-1', use: 'ship', address })).thenDocument('c1', {
      addresses: [{ ...held, use: 'ship' }],
    });
    given(added, of(AddressRemoved, { addressId: 'a-1' })).thenDocument('c1', { addresses: [] });
  });

  it('is nobody yet where an event of another stream comes first', () => {
    viewSpec(customer360)
      .given([of(OrderPlaced)])
      .thenDocument('c1', { kind: null, revision: -1 })
      .thenIndexed('c1', { fields: { name: '', kind: null }, lookups: { code: [] } });
  });

  it('moves its revision on with the customer’s own stream only', () => {
    given(of(CustomerAssessed), of(OrderPlaced)).thenDocument('c1', { revision: 1 });
  });
});

describe('how a customer stands with us', () => {
  const status = (...history: History) => given(...history).document('c1').status;
  const [activated, dormant, churned] = [of(CustomerActivated), of(CustomerBecameDormant), of(CustomerChurned)];
  const archived = of(CustomerArchived);

  it('is one thing at a time, and what it was before lies under it', () => {
    expect(status()).toBe('prospect');
    expect(status(activated)).toBe('active');
    expect(status(activated, dormant)).toBe('dormant');
    expect(status(activated, dormant, of(CustomerReengaged))).toBe('active');
    expect(status(activated, dormant, churned)).toBe('churned');
    expect(status(activated, churned, of(CustomerWonBack))).toBe('active');
    expect(status(activated, dormant, archived)).toBe('archived');
    expect(status(activated, dormant, archived, of(CustomerRestored))).toBe('dormant');
    expect(status(archived, of(CustomerRestored))).toBe('prospect');
  });

  it('is dormant where it became so after its status changed, which was told later', () => {
    const early = { occurredAt: '2026-02-28T00:00:00.000Z' };
    for (const change of [activated, churned, of(CustomerWonBack)]) {
      const later = given(dormant, happened(change, early)).document('c1');
      expect([later.status, later.standing.dormantSince]).toEqual(['dormant', timeOf(1)]);
    }
  });

  it('remembers since when and why', () => {
    expect(given(activated, dormant).document('c1').standing).toMatchObject({
      registeredAt: timeOf(0),
      activatedAt: timeOf(1),
      dormantSince: timeOf(2),
    });
    expect(given(activated, churned).document('c1').standing).toMatchObject({
      churnedAt: timeOf(2),
      churnReason: 'Price',
      lostTo: 'contoso',
    });
    expect(given(activated, churned, of(CustomerWonBack)).document('c1').standing).toMatchObject({
      churnedAt: null,
      lostTo: null,
      wonBackAt: timeOf(3),
    });
    expect(given(archived).document('c1').standing).toMatchObject({
      archivedAt: timeOf(1),
      archiveReason: 'Company dissolved',
    });
  });

  it('has an owner, a tier, a place in the order of things', () => {
    given(
      of(CustomerOwnerAssigned, { to: 'bob', teamId: 'north' }),
      of(CustomerTierChanged, { to: 'gold' }),
      of(CustomerClassified, { segment: 'key', industry: undefined, region: 'north', type: undefined }),
      of(ParentCustomerSet, { parentId: 'c0' }),
      of(RelationshipModelSet, { model: 'partner' }),
    )
      .thenDocument('c1', {
        ownerId: 'bob',
        teamId: 'north',
        tier: 'gold',
        parentId: 'c0',
        relationshipModel: 'partner',
        classification: { segment: 'key', industry: null, region: 'north', type: null },
      })
      .thenIndexed('c1', { fields: { ownerId: 'bob', tier: 'gold', segment: 'key' } });
    given(of(ParentCustomerSet, { parentId: undefined })).thenDocument('c1', { parentId: null });
  });
});

describe('the terms of trade with a customer', () => {
  it('are those last set', () => {
    given(of(CommercialTermsSet, { discountClass: undefined })).thenDocument('c1', {
      terms: {
        netDays: 30,
        discountDays: 10,
        discountPercent: 2,
        discountClass: null,
        taxRule: 'domestic',
        currency: 'EUR',
        priceBookId: 'standard-eur',
        commissionCode: 'direct',
      },
    });
  });

  it('have a limit, a hold and a review of credit', () => {
    const held = [of(CreditPolicySet), of(CreditHoldPlaced), of(CreditReviewRecorded)];
    given(...held)
      .thenDocument('c1', {
        credit: {
          policy: { salesLimit: 5_000_000, overdueLimit: 500_000, currency: 'EUR', grade: 'B' },
          hold: { reason: 'Two invoices overdue', since: timeOf(2) },
          lastReview: { score: 720, agency: 'creditreform', note: 'Stable', at: timeOf(3) },
        },
      })
      .thenIndexed('c1', { fields: { creditHold: true } });
    expect(given(...held, of(CreditHoldReleased)).document('c1').credit).toMatchObject({ hold: null });
  });

  it('know the competition and how we judge the customer', () => {
    given(
      of(BankDetailsChanged),
      of(CompetitorPresenceRecorded),
      of(CompetitorPresenceRecorded, { share: undefined, products: [] }),
      of(CustomerAssessed),
    ).thenDocument('c1', {
      maskedIban: 'DE89************3000',
      competitors: [{ id: 'contoso', products: [], share: null, seenAt: timeOf(3) }],
      assessment: { attitude: 4, potential: 5, performance: 3, by: 'ann', at: timeOf(4) },
    });
  });
});
