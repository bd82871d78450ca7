import type { callEvents, EventClass } from '@touchstream/events';
import { ensureContact, type Contact } from '../contact/index.js';
import { homeCountry, type Customer } from '../customer/index.js';
import { missing, type Aggregate, type CommandClass, type FactReference } from '../decider/index.js';
import { phoneNumber } from '../phone/index.js';
import type { Call } from './state.js';

/** The other records a call's decisions look at. */
export type CallFacts = {
  /** The customer that the command names, else the one the call is with. */
  readonly customer?: Customer;
  readonly contact?: Contact;
};

/** The lines of `decide` for some of the call's commands. */
export type Decide<C extends Readonly<Record<string, CommandClass>>> = Aggregate<
  Call,
  C,
  typeof callEvents,
  CallFacts
>['decide'];

/** The lines of `evolve` for some of the call's events. */
export type Evolve<E extends Readonly<Record<string, EventClass>>> = Aggregate<
  Call,
  Readonly<Record<string, CommandClass>>,
  E
>['evolve'];

/** Who a call is with. */
export interface Identity {
  readonly customerId?: string;
  readonly contactId?: string;
}

const record = (of: string, id: string | undefined): FactReference | undefined =>
  id === undefined ? undefined : { aggregate: of, id };

/** The records that an identity names. */
export const identityFacts = ({ data: { customerId, contactId } }: { readonly data: Identity }) => ({
  customer: record('customer', customerId),
  contact: record('contact', contactId),
});

/** The customer whose country a number is read by. */
export const countryFacts = (_: unknown, state: Call) => ({
  customer: record('customer', state.status === 'none' ? undefined : state.customerId),
});

/**
 * Refuses an identity that names what is not there. A call may be with a customer who is archived: it has taken place.
 * A contact stands for its primary customer where none is named.
 */
export function identityOf({ customerId, contactId }: Identity, { customer, contact }: CallFacts): Identity {
  if (customerId !== undefined && (customer === undefined || customer.status === 'absent'))
    missing('unknown-customer', 'there is no such customer', '/customerId');
  if (contactId === undefined) return { customerId };
  ensureContact(contact);
  return { customerId: customerId ?? contact.primaryCustomerId, contactId };
}

/** A number as written, in E.164: read as of the country named, else of the customer's. */
export function callNumber(
  written: string,
  country: string | undefined,
  { customer }: CallFacts,
  field: string,
): string {
  const home = customer === undefined || customer.status === 'absent' ? undefined : homeCountry(customer);
  return phoneNumber(written, country ?? home, field);
}
