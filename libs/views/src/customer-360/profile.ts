import {
  customerEvents,
  type Change,
  type CustomerRegistered,
  type EventEnvelope,
  type EventType,
  type Money,
} from '@touchstream/events';
import { addressDoc } from '../address/index.js';
import { withChanges } from '../changes/index.js';
import { drop, put } from '../keyed/index.js';
import { amountOf } from '../money/index.js';
import type { Customer360, CustomerProfile } from './document.js';
import type { Steps } from './parts.js';

/** Values as documents hold them: amounts as integers, lists never null. */
function asHeld({ field, old, new: value }: Readonly<Change>): Change {
  if (field === 'annualRevenue' && value !== null)
    return { field, old, new: amountOf(value as unknown as Money) as unknown as Change['new'] };
  return { field, old, new: value ?? (field === 'phones' || field === 'externalRefs' ? [] : null) };
}

const changed = (doc: Customer360, changes: readonly Readonly<Change>[]): Customer360 => ({
  ...doc,
  profile: withChanges(doc.profile, changes.map(asHeld)),
  classification: withChanges(doc.classification, changes),
});

const profileOf = (data: Readonly<CustomerRegistered>): CustomerProfile => ({
  code: data.code,
  name: data.name,
  taxId: data.taxId ?? null,
  country: data.country ?? null,
  website: data.website ?? null,
  email: data.email ?? null,
  phones: data.phones,
  employees: data.employees ?? null,
  annualRevenue: data.annualRevenue === undefined ? null : amountOf(data.annualRevenue),
  foundedYear: data.foundedYear ?? null,
  externalRefs: data.externalRefs,
});

const registered = (doc: Customer360, { data, occurredAt }: EventEnvelope<'customer.registered'>): Customer360 => ({
  ...doc,
  kind: data.kind,
  profile: profileOf(data),
  classification: { ...doc.classification, industry: data.industry ?? null },
  standing: { ...doc.standing, registeredAt: occurredAt },
});

/** Who a customer is. */
export const profile: Steps = {
  'customer.registered': registered,
  'customer.profile-changed': (doc, { data }) => changed(doc, data.changes),
  'customer.field-value-restored': (doc, { data: { field, old, value } }) => changed(doc, [{ field, old, new: value }]),
  'customer.address-added': (doc, { data: { addressId: id, use, address } }) => ({
    ...doc,
    addresses: put(doc.addresses, { id, use, ...addressDoc(address) }),
  }),
  'customer.address-changed': (doc, { data: { addressId: id, use, address } }) => ({
    ...doc,
    addresses: put(doc.addresses, { id, use, ...addressDoc(address) }),
  }),
  'customer.address-removed': (doc, { data }) => ({ ...doc, addresses: drop(doc.addresses, data.addressId) }),
};

const revised = (doc: Customer360, event: EventEnvelope): Customer360 => ({ ...doc, revision: event.revision });

/** Every event of the customer's own stream moves the revision on; those of other streams do not. */
export const revisions = Object.fromEntries(
  Object.values(customerEvents).map(({ type }) => [type as EventType, revised]),
) as Steps;
