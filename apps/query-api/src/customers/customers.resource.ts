import { customerKinds, customerTiers } from '@touchstream/events';
import { customer360 } from '@touchstream/views';
import { email, has, is, oneOf, phone, resource, search } from '../reads/index.js';
import { customerAnswer } from './customer-answer.js';
import { CUSTOMER_STATUSES, customerSchema } from './customer-schema.js';

export const customers = resource({
  view: customer360,
  tag: 'Customers',
  base: '/v1/customers',
  noun: 'customer',
  response: customerSchema,
  present: customerAnswer,
  revision: customer => customer.revision,
  filters: {
    code: { about: 'The one with this code.', condition: code => ({ lookup: 'code', has: code.toLowerCase() }) },
    externalRef: has(
      'externalRef',
      'The one that another system calls so: `<system>:<id>`, a `:` in the system written as `%3A`.',
    ),
    phone: phone('Those with this number, or with a contact that has it; E.164.'),
    email: email('Those with this address, or with a contact that has it.'),
    contactId: has('contact', 'Those for whom this contact speaks.'),
    ownerId: is('ownerId', 'Only of this owner.'),
    teamId: is('teamId', 'Only of this team.'),
    tier: oneOf('tier', 'Only of this tier.', customerTiers),
    segment: is('segment', 'Only of this segment.'),
    status: oneOf('status', 'Only in this status.', CUSTOMER_STATUSES),
    kind: oneOf('kind', 'Only of this kind.', customerKinds),
    country: is('country', 'Only at home in this country.', { type: 'string', format: 'country' }),
    parentId: is('parentId', 'Only those that belong to this customer.'),
    untouchedSince: {
      about:
        'Only those not touched since this instant, a call of ours that reached nobody being no touch; one that never was counts from its registration.',
      schema: { type: 'string', format: 'date-time' },
      condition: value => ({ field: 'untouchedSince', below: new Date(value).toISOString() }),
    },
    q: search,
  },
  orders: {
    name: { about: 'by name', field: 'name', direction: 'ascending' },
    touched: { about: 'last touched first', field: 'untouchedSince', direction: 'descending' },
    untouched: { about: 'longest untouched first', field: 'untouchedSince', direction: 'ascending' },
    newest: { about: 'last registered first', field: 'registeredAt', direction: 'descending' },
  },
});
