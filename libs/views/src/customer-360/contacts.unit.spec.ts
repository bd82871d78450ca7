import { describe, expect, it } from '@jest/globals';
import {
  BuyingRoleSet,
  ContactChannelAdded,
  ContactChannelInvalidated,
  ContactDeparted,
  ContactDetailsChanged,
  ContactLinkedToCustomer,
  ContactPreferenceSet,
  ContactUnlinkedFromCustomer,
  CustomerRegistered,
  type ContactCard,
} from '@touchstream/events';
import { example, viewSpec } from '../testing/index.js';
import { customer360 } from './customer-360.js';

const contactId = 'p1';
const both = { contactId, customerIds: ['c1', 'c2'] };
const registered = (customerId: string) => example(CustomerRegistered, { customerId });
const contact = {
  name: 'Dr. Erika Mustermann',
  title: 'Dr.',
  jobTitle: 'Head of Purchasing',
  language: 'de',
  timezone: 'Europe/Berlin',
  channels: [
    { channelId: 'c-1', type: 'mobile' as const, normalised: '+491701234567', label: 'at work', verified: true },
  ],
  preferences: [{ key: 'best-time', value: 'mornings' }],
};
const linked = (
  customerId: string,
  customerIds: string[],
  primaryCustomerId: string,
  more: Partial<ContactCard> = {},
) =>
  example(ContactLinkedToCustomer, {
    contactId,
    customerId,
    customerIds,
    primaryCustomerId,
    isPrimary: primaryCustomerId === customerId,
    contact: { ...contact, ...more },
  });

/** The envelope names no customer: those that a contact speaks for stand in the payload. */
const given = (...history: ReturnType<typeof example>[]) =>
  viewSpec(customer360).given([
    registered('c1'),
    registered('c2'),
    ...[linked('c1', ['c1'], 'c1'), linked('c2', ['c1', 'c2'], 'c1'), ...history].map(event => ({
      event,
      circumstances: { customerId: undefined },
    })),
  ]);
const contactOf = (customerId: string, ...history: ReturnType<typeof example>[]) =>
  given(...history).document(customerId).contacts[0];

describe('the people at a customer', () => {
  it('come with all that is known of them, also at the second customer they speak for', () => {
    const known = {
      id: contactId,
      name: 'Dr. Erika Mustermann',
      title: 'Dr.',
      jobTitle: 'Head of Purchasing',
      language: 'de',
      timezone: 'Europe/Berlin',
      channels: [
        { id: 'c-1', type: 'mobile', normalised: '+491701234567', label: 'at work', verified: true, invalid: null },
      ],
      preferences: [{ id: 'best-time', value: 'mornings' }],
      buyingRole: null,
      dealRoles: [],
      role: 'Head of Purchasing',
      from: '2024-01-01',
      departedAt: null,
    };
    expect(contactOf('c1')).toEqual({ ...known, isPrimary: true });
    expect(contactOf('c2')).toEqual({ ...known, isPrimary: false });
    given().thenIndexed('c2', {
      lookups: { contact: [contactId], phone: ['+49301234567', '+491701234567'] },
      text: ['Dr. Erika Mustermann', '+491701234567'],
    });
  });

  it('are found by name and number one after the other, so that the words that count are of whole contacts', () => {
    const [mobile] = contact.channels;
    const other = example(ContactLinkedToCustomer, {
      contactId: 'p2',
      customerId: 'c1',
      customerIds: ['c1'],
      contact: { ...contact, name: 'Jean Dupont', channels: [{ ...mobile!, normalised: '+33478000001' }] },
    });
    const { text = [] } = customer360.index(given(other).document('c1'));
    expect(text.slice(-4)).toEqual(['Dr. Erika Mustermann', '+491701234567', 'Jean Dupont', '+33478000001']);
  });

  it('change at every customer they speak for', () => {
    const changes = [{ field: 'name', old: 'Dr. Erika Mustermann', new: 'Erika Beispiel' }];
    const history = [
      example(ContactDetailsChanged, { ...both, changes }),
      example(ContactChannelAdded, { ...both, channelId: 'c-2', type: 'email', normalised: 'E@x.example' }),
      example(ContactChannelInvalidated, { ...both, channelId: 'c-1' }),
      example(ContactPreferenceSet, { ...both, key: 'best-time', value: 'evenings' }),
      example(BuyingRoleSet, { ...both, opportunityId: 'op-1', role: 'buyer' }),
    ];
    for (const customerId of ['c1', 'c2']) {
      expect(contactOf(customerId, ...history)).toMatchObject({
        name: 'Erika Beispiel',
        preferences: [{ id: 'best-time', value: 'evenings' }],
        dealRoles: [{ id: 'op-1', role: 'buyer' }],
      });
      given(...history).thenIndexed(customerId, {
        lookups: { phone: ['+49301234567'], email: ['info@muster.example', 'e@x.example'] },
      });
    }
  });

  it('keep their part in deals when their role is said anew, and learn which customer is their main one', () => {
    const role = example(BuyingRoleSet, { ...both, opportunityId: 'op-1', role: 'buyer' });
    const again = linked('c2', ['c1', 'c2'], 'c2');
    expect(contactOf('c2', role, again)).toMatchObject({ dealRoles: [{ id: 'op-1' }], isPrimary: true });
    expect(contactOf('c1', role, again)).toMatchObject({ isPrimary: false });
  });

  it('come with their part in deals, also in those that came while they were not linked', () => {
    const away = { ...both, customerId: 'c1', primaryCustomerId: 'c2' };
    const told = [
      example(BuyingRoleSet, { ...both, opportunityId: 'op-1', role: 'buyer' }),
      example(BuyingRoleSet, { ...both, opportunityId: 'op-2', role: 'buyer' }),
    ];
    const dealRoles = [
      { opportunityId: 'op-2', role: 'decider' as const },
      { opportunityId: 'op-3', role: 'user' as const },
    ];
    const back = linked('c1', ['c2', 'c1'], 'c2', { dealRoles });
    const carried = [
      { id: 'op-2', role: 'decider' },
      { id: 'op-3', role: 'user' },
    ];
    expect(contactOf('c1', ...told, example(ContactUnlinkedFromCustomer, away), back)?.dealRoles).toEqual(carried);
    expect(contactOf('c1', ...told, example(ContactDeparted, away), back)?.dealRoles).toEqual([
      { id: 'op-1', role: 'buyer' },
      ...carried,
    ]);
  });

  it('go: unlinked, they are no longer listed; departed, they are, but not found any more', () => {
    const ending = { ...both, customerId: 'c1', primaryCustomerId: 'c2' };
    const unlinked = example(ContactUnlinkedFromCustomer, ending);
    given(unlinked).thenDocument('c1', { contacts: [] });
    expect(contactOf('c2', unlinked)).toMatchObject({ isPrimary: true });
    const departed = example(ContactDeparted, { ...ending, at: '2026-03-01' });
    expect(contactOf('c1', departed)).toMatchObject({ departedAt: '2026-03-01', isPrimary: false });
    expect(contactOf('c2', departed)).toMatchObject({ departedAt: null, isPrimary: true });
    given(departed).thenIndexed('c1', { lookups: { phone: ['+49301234567'], contact: [] } });
  });
});
