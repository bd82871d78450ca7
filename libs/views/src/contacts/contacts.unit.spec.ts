import { describe, expect, it } from '@jest/globals';
import {
  BuyingRoleSet,
  ContactChannelAdded,
  ContactChannelInvalidated,
  ContactChannelVerified,
  ContactDeparted,
  ContactDetailsChanged,
  ContactLinkedToCustomer,
  ContactPreferenceSet,
  ContactRegistered,
  ContactUnlinkedFromCustomer,
} from '@touchstream/events';
import { example, timeOf, viewSpec } from '../testing/index.js';
import { contacts } from './contacts.js';

const contactId = 'p1';
const registered = example(ContactRegistered, { contactId });
const linked = (customerId: string, primaryCustomerId = customerId) =>
  example(ContactLinkedToCustomer, { contactId, customerId, primaryCustomerId, customerIds: [customerId] });
const channel = (channelId: string, type: 'mobile' | 'email' | 'fax', normalised: string) =>
  example(ContactChannelAdded, { contactId, channelId, type, normalised });

const given = (...history: Parameters<ReturnType<typeof viewSpec>['given']>[0]) =>
  viewSpec(contacts).given([registered, ...history]);

describe('the contacts', () => {
  it('are persons with names', () => {
    given()
      .thenKeys([contactId])
      .thenDocument(contactId, {
        name: 'Dr. Erika Mustermann',
        familyName: 'Mustermann',
        jobTitle: 'Head of Purchasing',
        birthday: '1980-02-29',
        registeredAt: timeOf(0),
        customers: [],
        primaryCustomerId: null,
      })
      .thenIndexed(contactId, { text: ['Dr. Erika Mustermann', 'Erika', 'Mustermann'] });
  });

  it('change; what is no longer set is null', () => {
    const changes = [
      { field: 'jobTitle', old: 'Buyer', new: null },
      { field: 'familyName', old: 'Mustermann', new: 'Beispiel' },
    ];
    given(example(ContactDetailsChanged, { contactId, changes })).thenDocument(contactId, {
      jobTitle: null,
      familyName: 'Beispiel',
    });
  });

  it('speak for customers until they no longer do', () => {
    given(linked('c1'), linked('c2', 'c1'))
      .thenDocument(contactId, { primaryCustomerId: 'c1' })
      .thenIndexed(contactId, { lookups: { customer: ['c1', 'c2'] } });
    const ending = { contactId, customerId: 'c1', primaryCustomerId: 'c2' };
    const unlinked = example(ContactUnlinkedFromCustomer, { ...ending, to: '2026-03-01' });
    const doc = given(linked('c1'), linked('c2', 'c1'), unlinked)
      .thenDocument(contactId, { primaryCustomerId: 'c2' })
      .thenIndexed(contactId, { lookups: { customer: ['c2'] } })
      .document(contactId);
    expect(doc.customers.map(({ id, state, to }) => [id, state, to])).toEqual([
      ['c1', 'unlinked', '2026-03-01'],
      ['c2', 'linked', null],
    ]);
    const departed = given(linked('c1'), example(ContactDeparted, { contactId, customerId: 'c1', at: '2026-03-02' }));
    expect(departed.document(contactId).customers[0]).toMatchObject({ state: 'departed', to: '2026-03-02' });
    departed.thenDocument(contactId, { primaryCustomerId: null });
  });

  it('are found by the numbers and addresses that reach them', () => {
    const added = [channel('ch1', 'mobile', '+491701234567'), channel('ch2', 'email', 'Erika@muster.example')];
    given(...added, channel('ch3', 'fax', '+493012345678')).thenIndexed(contactId, {
      lookups: { phone: ['+491701234567'], email: ['erika@muster.example'] },
    });
    const verified = given(...added, example(ContactChannelVerified, { contactId, channelId: 'ch1' }));
    expect(verified.document(contactId).channels[0]).toMatchObject({ verified: true, invalid: null });
    const invalid = given(...added, example(ContactChannelInvalidated, { contactId, channelId: 'ch1' }));
    expect(invalid.document(contactId).channels[0]).toMatchObject({ verified: false, invalid: 'wrong' });
    invalid.thenIndexed(contactId, { lookups: { phone: [] } });
  });

  it('have wishes and parts in purchases', () => {
    const wish = (value?: string) => example(ContactPreferenceSet, { contactId, key: 'best-time', value });
    given(wish('mornings'), wish('evenings')).thenDocument(contactId, {
      preferences: [{ id: 'best-time', value: 'evenings' }],
    });
    given(wish('mornings'), wish()).thenDocument(contactId, { preferences: [] });
    const inGeneral = example(BuyingRoleSet, { contactId, role: 'buyer', opportunityId: undefined });
    given(inGeneral).thenDocument(contactId, { buyingRole: 'buyer' });
    given(example(BuyingRoleSet, { contactId, opportunityId: 'op-1', role: 'decider' })).thenDocument(contactId, {
      buyingRole: null,
      dealRoles: [{ id: 'op-1', role: 'decider' }],
    });
  });
});
