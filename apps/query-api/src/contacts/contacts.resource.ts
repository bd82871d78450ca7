import { buyingRoles, channelTypes, invalidReasons } from '@touchstream/events';
import { answer } from '@touchstream/platform';
import { contacts as view } from '@touchstream/views';
import { email, has, is, phone, resource, search } from '../reads/index.js';

const { choice, date, flag, instant, list, nullable, object, text, whole } = answer;

/** What is known of a person, wherever it is answered. */
export const contactCardProperties = {
  name: text(),
  title: nullable(text()),
  jobTitle: nullable(text()),
  language: nullable(text()),
  timezone: nullable(text()),
  channels: list(
    object({
      id: text(),
      type: choice(channelTypes),
      normalised: text('E.164 for numbers.'),
      label: nullable(text()),
      verified: flag(),
      invalid: nullable(choice(invalidReasons, 'Why it reaches the contact no longer.')),
    }),
  ),
  preferences: list(object({ id: text('The key.'), value: text() })),
  buyingRole: nullable(choice(buyingRoles)),
  dealRoles: list(object({ id: text('The opportunity.'), role: choice(buyingRoles) })),
};

const schema = object({
  contactId: text(),
  ...contactCardProperties,
  givenName: nullable(text()),
  familyName: nullable(text()),
  country: nullable(text()),
  birthday: nullable(date()),
  registeredAt: nullable(instant()),
  primaryCustomerId: nullable(text()),
  customers: list(
    object({
      id: text(),
      role: nullable(text()),
      from: nullable(date()),
      to: nullable(date()),
      state: choice(['linked', 'unlinked', 'departed']),
    }),
  ),
  revision: whole('For `If-Match`.'),
});

export const contacts = resource({
  view,
  tag: 'Contacts',
  base: '/v1/contacts',
  noun: 'contact',
  response: schema,
  present: contact => contact,
  revision: contact => contact.revision,
  filters: {
    customerId: has('customer', 'Only those who speak for this customer.'),
    phone: phone('Only with this number, in E.164.'),
    email: email('Only with this address.'),
    country: is('country', 'Only in this country.', { type: 'string', format: 'country' }),
    language: is('language', 'Only speaking this language.', { type: 'string', format: 'language' }),
    q: search,
  },
  orders: {
    name: { about: 'by name', field: 'name', direction: 'ascending' },
    newest: { about: 'newest first', field: 'registeredAt', direction: 'descending' },
  },
});
