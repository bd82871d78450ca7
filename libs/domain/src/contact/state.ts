import type {
  BuyingRole,
  ContactCard,
  ContactCardChannel,
  ContactLinkedToCustomer,
  ContactRegistered,
} from '@touchstream/events';
import { ensureNotBefore, missing, type CommandMeta } from '../decider/index.js';

/** The fields that `ChangeContactDetails` changes. */
export type ContactDetails = Readonly<Omit<ContactRegistered, 'contactId' | 'customerIds' | 'registeredAt'>>;

/** Where the contact works. */
export type ContactLink = Readonly<Pick<ContactLinkedToCustomer, 'customerId' | 'role' | 'from'>>;

export type ContactChannel = Readonly<Omit<ContactCardChannel, 'channelId'>> & {
  /** How it was verified, where that was told. */
  readonly method?: string;
};

export interface RegisteredContact {
  readonly status: 'registered';
  readonly contactId: string;
  readonly registeredAt: string;
  readonly details: ContactDetails;
  /** In order of linking. */
  readonly links: readonly ContactLink[];
  /** One of the links, where there are any. */
  readonly primaryCustomerId?: string;
  readonly channels: ReadonlyMap<string, ContactChannel>;
  readonly preferences: ReadonlyMap<string, string>;
  /** By opportunity; under `''` for purchases in general. */
  readonly buyingRoles: ReadonlyMap<string, BuyingRole>;
}

export type Contact = { readonly status: 'absent' } | RegisteredContact;

/** Refuses unless the contact that a command names is there; `field` points to where it is named. */
export function ensureContact(
  contact: Contact | undefined,
  field = '/contactId',
): asserts contact is RegisteredContact {
  if (contact === undefined || contact.status === 'absent')
    missing('unknown-contact', 'there is no such contact', field);
}

/** The contact that a command changes. Refuses what is said to have happened before it was registered. */
export function known(state: Contact, meta: CommandMeta): RegisteredContact {
  if (state.status === 'absent') return missing('unknown-contact', 'there is no such contact');
  ensureNotBefore(state.registeredAt, meta);
  return state;
}

/** What every event of the contact says. */
export const identified = ({ contactId, links }: RegisteredContact) => ({
  contactId,
  customerIds: links.map(({ customerId }) => customerId),
});

/** So many parts in single purchases an event carries: they come with the years, and none ever goes. */
const MOST_DEAL_ROLES = 500;

/** The contact as it stands, for the event that links it to a customer. */
export function cardOf({
  details: { name, title, jobTitle, language, timezone },
  channels,
  preferences,
  buyingRoles,
}: Pick<RegisteredContact, 'details' | 'channels' | 'preferences' | 'buyingRoles'>): ContactCard {
  const buyingRole = buyingRoles.get('');
  const dealRoles = [...buyingRoles].flatMap(([opportunityId, role]) =>
    opportunityId ? [{ opportunityId, role }] : [],
  );
  return {
    name,
    ...(title && { title }),
    ...(jobTitle && { jobTitle }),
    ...(language && { language }),
    ...(timezone && { timezone }),
    channels: [...channels].map(([channelId, { method: _method, ...channel }]) => ({ channelId, ...channel })),
    preferences: [...preferences].map(([key, value]) => ({ key, value })),
    ...(buyingRole && { buyingRole }),
    ...(dealRoles.length > 0 && { dealRoles: dealRoles.slice(-MOST_DEAL_ROLES) }),
  };
}

/** Changes the state by an event; an event before the registration changes nothing. */
export const after =
  <D>(change: (contact: RegisteredContact, data: D) => Partial<RegisteredContact>) =>
  (state: Contact, { data }: { readonly data: D }): Contact =>
    state.status === 'absent' ? state : { ...state, ...change(state, data) };
