import {
  classificationFields,
  CustomerClassified,
  CustomerProfileChanged,
  event,
  FieldValueRestored,
  profileFields,
  type Change,
  type ClassificationField,
  type FieldData,
  type profileEvents,
  type RestorableField,
} from '@touchstream/events';
import { changesBetween, ensure, revised, withChanges, type Command } from '../decider/index.js';
import { canonicalMoney } from '../money/index.js';
import { phoneNumbers } from '../phone/index.js';
import { hadBefore, MOST_FORMER, withFormer } from './former-values.js';
import { ensureOneIdPerSystem } from './identity.js';
import type { Decide, Evolve } from './parts.js';
import { ChangeCustomerProfile, ClassifyCustomer, type profileCommands } from './profile-commands.js';
import { readValue } from './restored-value.js';
import { after, homeCountry, inWork, type Profile, type RegisteredCustomer } from './state.js';

type ProfileCommands = Omit<
  typeof profileCommands,
  'RegisterCustomer' | 'AddAddress' | 'ChangeAddress' | 'RemoveAddress'
>;
type ProfileEvents = Omit<typeof profileEvents, 'AddressAdded' | 'AddressChanged' | 'AddressRemoved'>;

const isClassification = (field: RestorableField): field is ClassificationField =>
  (classificationFields as readonly string[]).includes(field);

/** What the customer's profile becomes when it is changed as told; `phonesField` points to where its numbers stand. */
function changedProfile(
  customer: RegisteredCustomer,
  { clear = [], phones, annualRevenue, ...values }: Command<typeof ChangeCustomerProfile>['data'],
  phonesField = '/phones',
): Profile {
  const told = { ...values, phones, annualRevenue } as Readonly<Record<string, unknown>>;
  clear.forEach((field, at) =>
    ensure(told[field] === undefined, 'set-and-cleared', `${field} is both set and cleared`, `/clear/${at}`),
  );
  ensureOneIdPerSystem(values.externalRefs ?? []);
  const profile = revised<Profile>(
    customer.profile,
    { ...values, ...(annualRevenue && { annualRevenue: canonicalMoney(annualRevenue) }) },
    clear,
  );
  const country = homeCountry({ profile, addresses: customer.addresses });
  return phones === undefined ? profile : { ...profile, phones: phoneNumbers(phones, country, phonesField) };
}

/** What one field becomes when it is given an earlier value back; nothing where it has that value. */
function restored(customer: RegisteredCustomer, field: RestorableField, value: FieldData): Change | undefined {
  if (isClassification(field)) {
    const { clear, ...told } = readValue(ClassifyCustomer, field, value);
    return changesBetween([field], customer.classification, revised(customer.classification, told, clear))[0];
  }
  const told = readValue(ChangeCustomerProfile, field, value);
  return changesBetween([field], customer.profile, changedProfile(customer, told, '/value'))[0];
}

export const decideProfile: Decide<ProfileCommands> = {
  ChangeCustomerProfile({ data, meta }, state) {
    const customer = inWork(state, meta);
    const changes = changesBetween(profileFields, customer.profile, changedProfile(customer, data));
    return changes.length === 0 ? [] : [event(CustomerProfileChanged, { customerId: customer.customerId, changes })];
  },
  RestoreFieldValue({ data: { field, value, fromEventId }, meta }, state) {
    const customer = inWork(state, meta);
    const change = restored(customer, field, value);
    if (change === undefined) return [];
    const { old, new: now } = change;
    ensure(
      hadBefore(customer.former, field, now),
      'not-an-earlier-value',
      `is none of the last ${MOST_FORMER} values that the field had`,
      '/value',
    );
    return [event(FieldValueRestored, { customerId: customer.customerId, field, old, value: now, fromEventId })];
  },
  ClassifyCustomer({ data: { clear = [], ...values }, meta }, state) {
    const { customerId, classification } = inWork(state, meta);
    clear.forEach((field, at) =>
      ensure(values[field] === undefined, 'set-and-cleared', `${field} is both set and cleared`, `/clear/${at}`),
    );
    const now = revised(classification, values, clear);
    return changesBetween(classificationFields, classification, now).length === 0
      ? []
      : [event(CustomerClassified, { customerId, ...now })];
  },
};

export const evolveProfile: Evolve<ProfileEvents> = {
  'customer.registered': (_, { data: { customerId, kind: _kind, industry, registeredAt, ...profile } }) => ({
    status: 'prospect',
    archived: false,
    dormant: false,
    customerId,
    registeredAt,
    profile,
    classification: industry === undefined ? {} : { industry },
    former: new Map(),
    addresses: new Map(),
  }),
  'customer.profile-changed': after(({ profile, former }, { changes }) => ({
    profile: withChanges(profile, changes),
    former: withFormer(former, changes),
  })),
  'customer.classified': after(({ classification: before, former }, { customerId: _id, ...classification }) => ({
    classification,
    former: withFormer(former, changesBetween(classificationFields, before, classification)),
  })),
  'customer.field-value-restored': after(({ profile, classification, former: before }, { field, old, value }) => {
    const changes = [{ field, old, new: value }];
    const former = withFormer(before, changes);
    return isClassification(field)
      ? { classification: withChanges(classification, changes), former }
      : { profile: withChanges(profile, changes), former };
  }),
};
