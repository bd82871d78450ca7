import { contactEvents, type EventEnvelope } from '@touchstream/events';
import { withChanges } from '../changes/index.js';
import { change, put } from '../keyed/index.js';
import { aggregateView, distinct, keyedBy, NO_REVISION, type OfAggregate, type View } from '../view/index.js';
import { emailsOf, emptyContactCard, onCard, phonesOf, type ContactCard } from './card.js';

/** A customer that a contact speaks, or spoke, for. */
export interface ContactLink {
  /** The customer. */
  readonly id: string;
  readonly role: string | null;
  /** First and last day at the customer. */
  readonly from: string | null;
  readonly to: string | null;
  readonly state: 'linked' | 'unlinked' | 'departed';
}

/** A person with its channels and the customers it speaks for. */
export interface ContactDoc extends OfAggregate, ContactCard {
  readonly contactId: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly country: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthday: string | null;
  readonly registeredAt: string | null;
  /** Its main customer. */
  readonly primaryCustomerId: string | null;
  /** Those it speaks for and those it no longer does. */
  readonly customers: readonly ContactLink[];
}

const emptyContact = (contactId: string): ContactDoc => ({
  ...emptyContactCard,
  contactId,
  givenName: null,
  familyName: null,
  country: null,
  birthday: null,
  registeredAt: null,
  primaryCustomerId: null,
  customers: [],
  revision: NO_REVISION,
});

function registered(doc: ContactDoc, { data, occurredAt }: EventEnvelope<'contact.registered'>): ContactDoc {
  return {
    ...doc,
    name: data.name,
    givenName: data.givenName ?? null,
    familyName: data.familyName ?? null,
    title: data.title ?? null,
    jobTitle: data.jobTitle ?? null,
    language: data.language ?? null,
    timezone: data.timezone ?? null,
    country: data.country ?? null,
    birthday: data.birthday ?? null,
    registeredAt: occurredAt,
  };
}

type Ending = EventEnvelope<'contact.unlinked-from-customer' | 'contact.departed'>;
const ended = (doc: ContactDoc, { data }: Ending, state: ContactLink['state'], to: string | undefined): ContactDoc => ({
  ...doc,
  primaryCustomerId: data.primaryCustomerId ?? null,
  customers: change(doc.customers, data.customerId, () => ({ state, to: to ?? null })),
});

const links: View<ContactDoc>['on'] = {
  'contact.linked-to-customer': (doc, { data: { customerId, role = null, from = null, primaryCustomerId } }) => ({
    ...doc,
    primaryCustomerId: primaryCustomerId ?? null,
    customers: put(doc.customers, { id: customerId, role, from, to: null, state: 'linked' }),
  }),
  'contact.unlinked-from-customer': (doc, event) => ended(doc, event, 'unlinked', event.data.to),
  'contact.departed': (doc, event) => ended(doc, event, 'departed', event.data.at),
};

const cardTypes = Object.keys(onCard) as (keyof typeof onCard)[];
const onCardOfDoc = Object.fromEntries(
  cardTypes.map(type => [
    type,
    (doc: ContactDoc, event: EventEnvelope) => ({ ...doc, ...onCard[type](doc, event as never) }),
  ]),
) as View<ContactDoc>['on'];

/** The contacts, keyed by contact id. */
export const contacts = aggregateView<ContactDoc>({
  name: 'contacts',
  version: 2,
  events: contactEvents,
  keys: keyedBy('contactId'),
  initial: emptyContact,
  on: {
    ...onCardOfDoc,
    ...links,
    'contact.registered': registered,
    'contact.details-changed': (doc, { data }) => withChanges(doc, data.changes),
  },
  index: doc => ({
    fields: {
      name: doc.name,
      country: doc.country,
      language: doc.language,
      registeredAt: doc.registeredAt,
    },
    lookups: {
      customer: doc.customers.filter(link => link.state === 'linked').map(link => link.id),
      phone: distinct(phonesOf(doc)),
      email: distinct(emailsOf(doc)),
    },
    text: distinct([doc.name, doc.givenName, doc.familyName, ...doc.channels.map(channel => channel.normalised)]),
  }),
  indexes: [
    { name: 'by-name', fields: ['name'] },
    { name: 'by-country', fields: ['country', 'name'] },
    { name: 'by-language', fields: ['language', 'name'] },
    { name: 'by-registration', fields: ['registeredAt'] },
  ],
});
