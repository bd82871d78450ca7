import {
  ContactDeparted,
  ContactLinkedToCustomer,
  ContactUnlinkedFromCustomer,
  event,
  type ContactDeparted as Departed,
} from '@touchstream/events';
import { ensureCustomer } from '../customer/index.js';
import { dayOf, ensure, refuse } from '../decider/index.js';
import type { contactCommands } from './commands.js';
import type { Decide, Evolve } from './parts.js';
import { after, cardOf, identified, known, type ContactLink, type RegisteredContact } from './state.js';

/** So many customers a contact may speak for at a time. */
const MOST_LINKS = 40;

const linkTo = ({ links }: RegisteredContact, customerId: string): ContactLink | undefined =>
  links.find(link => link.customerId === customerId);

/** The links with one more, or with another in the place of the one to the same customer. */
const withLink = (links: readonly ContactLink[], link: ContactLink): readonly ContactLink[] =>
  links.some(({ customerId }) => customerId === link.customerId)
    ? links.map(one => (one.customerId === link.customerId ? link : one))
    : [...links, link];

const without = (links: readonly ContactLink[], left: string) => links.filter(({ customerId }) => customerId !== left);

/** What an event says that ends a link: the next oldest one becomes the main one, where the main one ends. */
function ending(contact: RegisteredContact, customerId: string, lastDay: string | undefined, field: string) {
  const link =
    linkTo(contact, customerId) ?? refuse('not-linked', 'the contact is not linked to this customer', '/customerId');
  ensure(
    link.from === undefined || lastDay === undefined || lastDay >= link.from,
    'ends-before-it-begins',
    'must not be before the first day at the customer',
    field,
  );
  const isPrimary = contact.primaryCustomerId === customerId;
  const next = isPrimary ? without(contact.links, customerId)[0]?.customerId : contact.primaryCustomerId;
  return { ...identified(contact), ...link, isPrimary, ...(next && { primaryCustomerId: next }) };
}

type LinkCommands = Pick<typeof contactCommands, 'LinkToCustomer' | 'UnlinkFromCustomer' | 'MarkDeparted'>;

export const decideLinks: Decide<LinkCommands> = {
  LinkToCustomer({ data: { isPrimary: asPrimary = false, ...told }, meta }, state, { customer }) {
    const contact = known(state, meta);
    const { customerId } = told;
    const before = linkTo(contact, customerId);
    const link = { ...before, ...told };
    const primaryCustomerId = asPrimary ? customerId : (contact.primaryCustomerId ?? customerId);
    if (
      before !== undefined &&
      before.role === link.role &&
      before.from === link.from &&
      primaryCustomerId === contact.primaryCustomerId
    )
      return [];
    ensureCustomer(customer);
    const links = withLink(contact.links, link);
    ensure(links.length <= MOST_LINKS, 'too-many-links', `a contact may speak for ${MOST_LINKS} customers`);
    const isPrimary = primaryCustomerId === customerId;
    return [
      event(ContactLinkedToCustomer, {
        ...identified({ ...contact, links }),
        ...link,
        isPrimary,
        primaryCustomerId,
        contact: cardOf(contact),
      }),
    ];
  },
  UnlinkFromCustomer({ data: { customerId, to }, meta }, state) {
    const ended = ending(known(state, meta), customerId, to, '/to');
    return [event(ContactUnlinkedFromCustomer, { ...ended, ...(to && { to }) })];
  },
  MarkDeparted({ data, meta }, state) {
    const { customerId, at = dayOf(meta.occurredAt) } = data;
    return [event(ContactDeparted, { ...ending(known(state, meta), customerId, at, '/at'), at })];
  },
};

const ended = after(({ links }, { customerId, primaryCustomerId }: Omit<Departed, 'at'>) => ({
  links: without(links, customerId),
  primaryCustomerId,
}));

export const evolveLinks: Evolve<'ContactLinkedToCustomer' | 'ContactUnlinkedFromCustomer' | 'ContactDeparted'> = {
  'contact.linked-to-customer': after(({ links }, { customerId, role, from, primaryCustomerId }) => ({
    links: withLink(links, { customerId, ...(role && { role }), ...(from && { from }) }),
    primaryCustomerId,
  })),
  'contact.unlinked-from-customer': ended,
  'contact.departed': ended,
};
