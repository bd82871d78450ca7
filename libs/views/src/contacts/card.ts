import type {
  BuyingRole,
  ChannelType,
  ContactCard as ContactCardData,
  EventEnvelope,
  InvalidReason,
} from '@touchstream/events';
import { withChanges } from '../changes/index.js';
import { change, put } from '../keyed/index.js';

/** A way to reach a contact. */
export interface ContactChannel {
  readonly id: string;
  readonly type: ChannelType;
  /** A phone or fax number in E.164, an e-mail address with its domain in lower case, else the text as given. */
  readonly normalised: string;
  readonly label: string | null;
  readonly verified: boolean;
  /** Why it reaches the contact no longer; null where it does. */
  readonly invalid: InvalidReason | null;
}

/** What is known of a person, whatever customer is asked about. */
export interface ContactCard {
  readonly name: string;
  readonly title: string | null;
  readonly jobTitle: string | null;
  readonly language: string | null;
  readonly timezone: string | null;
  readonly channels: readonly ContactChannel[];
  /** Wishes, by key. */
  readonly preferences: readonly { readonly id: string; readonly value: string }[];
  /** The part it plays in purchases in general. */
  readonly buyingRole: BuyingRole | null;
  /** The parts it plays in single purchases, by opportunity. */
  readonly dealRoles: readonly { readonly id: string; readonly role: BuyingRole }[];
}

export const emptyContactCard: ContactCard = {
  name: '',
  title: null,
  jobTitle: null,
  language: null,
  timezone: null,
  channels: [],
  preferences: [],
  buyingRole: null,
  dealRoles: [],
};

/** A card as the event that links the contact gives it. */
export const cardOf = (card: Readonly<ContactCardData>): ContactCard => ({
  name: card.name,
  title: card.title ?? null,
  jobTitle: card.jobTitle ?? null,
  language: card.language ?? null,
  timezone: card.timezone ?? null,
  channels: card.channels.map(({ channelId, type, normalised, label, verified, invalid }) => ({
    id: channelId,
    type,
    normalised,
    label: label ?? null,
    verified,
    invalid: invalid ?? null,
  })),
  preferences: card.preferences.map(({ key, value }) => ({ id: key, value })),
  buyingRole: card.buyingRole ?? null,
  dealRoles: (card.dealRoles ?? []).map(({ opportunityId, role }) => ({ id: opportunityId, role })),
});

type CardEvent =
  | 'contact.details-changed'
  | 'contact.channel-added'
  | 'contact.channel-verified'
  | 'contact.channel-invalidated'
  | 'contact.preference-set'
  | 'contact.buying-role-set';

/** What each event about the person changes of the card. */
export const onCard: {
  readonly [T in CardEvent]: (card: ContactCard, event: EventEnvelope<T>) => Partial<ContactCard>;
} = {
  'contact.details-changed': ({ name, title, jobTitle, language, timezone }, { data }) =>
    withChanges({ name, title, jobTitle, language, timezone }, data.changes),
  'contact.channel-added': (card, { data: { channelId: id, type, normalised, label = null } }) => ({
    channels: put(card.channels, { id, type, normalised, label, verified: false, invalid: null }),
  }),
  'contact.channel-verified': (card, { data }) => ({
    channels: change(card.channels, data.channelId, () => ({ verified: true, invalid: null })),
  }),
  'contact.channel-invalidated': (card, { data }) => ({
    channels: change(card.channels, data.channelId, () => ({ verified: false, invalid: data.reason })),
  }),
  'contact.preference-set': (card, { data: { key, value } }) => ({
    preferences:
      value === undefined ? card.preferences.filter(one => one.id !== key) : put(card.preferences, { id: key, value }),
  }),
  'contact.buying-role-set': (card, { data: { opportunityId, role } }) =>
    opportunityId === undefined
      ? { buyingRole: role }
      : { dealRoles: put(card.dealRoles, { id: opportunityId, role }) },
};

const reaching = (card: ContactCard, types: readonly ChannelType[]): readonly string[] =>
  card.channels.filter(one => one.invalid === null && types.includes(one.type)).map(one => one.normalised);

/** The numbers the contact is reached by, in E.164. */
export const phonesOf = (card: ContactCard): readonly string[] => reaching(card, ['phone', 'mobile']);
/** The e-mail addresses it is reached by, in lower case: a lookup pays no heed to the case of letters. */
export const emailsOf = (card: ContactCard): readonly string[] =>
  reaching(card, ['email']).map(email => email.toLowerCase());
