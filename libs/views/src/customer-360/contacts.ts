import type { EventEnvelope } from '@touchstream/events';
import { cardOf, onCard } from '../contacts/card.js';
import { change, drop, put } from '../keyed/index.js';
import type { Customer360 } from './document.js';
import type { Steps } from './parts.js';

type LinkEvent = EventEnvelope<'contact.linked-to-customer' | 'contact.unlinked-from-customer' | 'contact.departed'>;

/** A link with another customer may have changed which one is the contact's main one. */
const otherLink = (doc: Customer360, { data }: LinkEvent, key: string): Customer360 => ({
  ...doc,
  contacts: change(doc.contacts, data.contactId, () => ({ isPrimary: data.primaryCustomerId === key })),
});

function linked(doc: Customer360, event: EventEnvelope<'contact.linked-to-customer'>, key: string): Customer360 {
  const { contactId: id, customerId, contact, role = null, from = null, isPrimary } = event.data;
  if (customerId !== key) return otherLink(doc, event, key);
  const card = cardOf(contact);
  // An event has not always told them, and tells no more than the last ones.
  const known = doc.contacts.find(one => one.id === id)?.dealRoles ?? [];
  const dealRoles = card.dealRoles.reduce((roles, one) => put(roles, one), known);
  return { ...doc, contacts: put(doc.contacts, { ...card, dealRoles, id, role, from, isPrimary, departedAt: null }) };
}

const links: Steps = {
  'contact.linked-to-customer': linked,
  'contact.unlinked-from-customer': (doc, event, key) =>
    event.data.customerId === key
      ? { ...doc, contacts: drop(doc.contacts, event.data.contactId) }
      : otherLink(doc, event, key),
  'contact.departed': (doc, event, key) =>
    event.data.customerId === key
      ? {
          ...doc,
          contacts: change(doc.contacts, event.data.contactId, () => ({
            isPrimary: false,
            departedAt: event.data.at,
          })),
        }
      : otherLink(doc, event, key),
};

const cards = Object.fromEntries(
  Object.entries(onCard).map(([type, step]) => [
    type,
    (doc: Customer360, event: EventEnvelope & { readonly data: { readonly contactId: string } }) => ({
      ...doc,
      contacts: change(doc.contacts, event.data.contactId, contact => step(contact, event as never)),
    }),
  ]),
) as unknown as Steps;

/** The people at a customer. What is said of a contact is said to each customer that it speaks for. */
export const contactSteps: Steps = { ...cards, ...links };
