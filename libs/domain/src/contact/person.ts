import {
  BuyingRoleSet,
  ContactChannelAdded,
  ContactDetailsChanged,
  contactFields,
  ContactLinkedToCustomer,
  ContactPreferenceSet,
  ContactRegistered,
  derivedId,
  event,
} from '@touchstream/events';
import { ensureCustomer } from '../customer/index.js';
import { changesBetween, ensure, Refusal, revised, withChanges } from '../decider/index.js';
import { channelValue, countryOf } from './channels.js';
import type { contactCommands } from './commands.js';
import type { Decide, Evolve } from './parts.js';
import { after, cardOf, identified, known, type RegisteredContact } from './state.js';

/** So many wishes a contact may have. */
const MOST_PREFERENCES = 100;

/** What there is of a contact that was only just registered. */
const nothingYet: Pick<RegisteredContact, 'channels' | 'preferences' | 'buyingRoles'> = {
  channels: new Map(),
  preferences: new Map(),
  buyingRoles: new Map(),
};

type PersonCommands = Pick<
  typeof contactCommands,
  'RegisterContact' | 'ChangeContactDetails' | 'SetPreference' | 'SetBuyingRole'
>;

export const decidePerson: Decide<PersonCommands> = {
  RegisterContact({ data, meta }, state, { customer }) {
    if (state.status !== 'absent') throw new Refusal('exists', 'contact-exists', 'the contact is registered already');
    const { customerId, role, from, channels = [], ...details } = data;
    if (customerId !== undefined) ensureCustomer(customer);
    ensure(
      customerId !== undefined || (role === undefined && from === undefined),
      'link-without-customer',
      'what the contact does needs the customer it does it for',
      '/customerId',
    );
    const identity = { contactId: meta.aggregateId, customerIds: customerId === undefined ? [] : [customerId] };
    const country = countryOf(details.country, customer);
    const registered = event(ContactRegistered, { ...identity, ...details, registeredAt: meta.occurredAt });
    const added = channels.map((channel, at) =>
      event(ContactChannelAdded, {
        ...identity,
        channelId: derivedId(meta.commandId, `channel/${at}`),
        type: channel.type,
        normalised: channelValue(channel, country, `/channels/${at}/value`),
        ...(channel.label && { label: channel.label }),
      }),
    );
    if (customerId === undefined) return [registered, ...added];
    const link = {
      customerId,
      ...(role && { role }),
      ...(from && { from }),
      isPrimary: true,
      primaryCustomerId: customerId,
      contact: cardOf({ details, ...nothingYet }),
    };
    return [registered, event(ContactLinkedToCustomer, { ...identity, ...link }), ...added];
  },
  ChangeContactDetails({ data: { clear = [], ...values }, meta }, state) {
    const contact = known(state, meta);
    clear.forEach((field, at) =>
      ensure(values[field] === undefined, 'set-and-cleared', `${field} is both set and cleared`, `/clear/${at}`),
    );
    const changes = changesBetween(contactFields, contact.details, revised(contact.details, values, clear));
    return changes.length === 0 ? [] : [event(ContactDetailsChanged, { ...identified(contact), changes })];
  },
  SetPreference({ data: { key, value }, meta }, state) {
    const contact = known(state, meta);
    if (contact.preferences.get(key) === value) return [];
    ensure(
      contact.preferences.has(key) || contact.preferences.size < MOST_PREFERENCES,
      'too-many-preferences',
      `a contact may have ${MOST_PREFERENCES} preferences`,
    );
    return [event(ContactPreferenceSet, { ...identified(contact), key, ...(value && { value }) })];
  },
  SetBuyingRole({ data: { opportunityId, role }, meta }, state) {
    const contact = known(state, meta);
    if (contact.buyingRoles.get(opportunityId ?? '') === role) return [];
    return [event(BuyingRoleSet, { ...identified(contact), ...(opportunityId && { opportunityId }), role })];
  },
};

export const evolvePerson: Evolve<
  'ContactRegistered' | 'ContactDetailsChanged' | 'ContactPreferenceSet' | 'BuyingRoleSet'
> = {
  'contact.registered': (_, { data: { contactId, customerIds: _customerIds, registeredAt, ...details } }) => ({
    status: 'registered',
    contactId,
    registeredAt,
    details,
    links: [],
    ...nothingYet,
  }),
  'contact.details-changed': after(({ details }, { changes }) => ({ details: withChanges(details, changes) })),
  'contact.preference-set': after(({ preferences }, { key, value }) => {
    const left = new Map(preferences);
    if (value === undefined) left.delete(key);
    else left.set(key, value);
    return { preferences: left };
  }),
  'contact.buying-role-set': after(({ buyingRoles }, { opportunityId, role }) => ({
    buyingRoles: new Map(buyingRoles).set(opportunityId ?? '', role),
  })),
};
