import {
  CalendarDate,
  Change,
  Choice,
  Country,
  EventContract,
  Flag,
  Id,
  IdList,
  Instant,
  Language,
  ListOf,
  Nested,
  Optional,
  Personal,
  Text,
  TimeZone,
} from '../contract/index.js';
import {
  buyingRoles,
  channelTypes,
  ContactCard,
  invalidReasons,
  type BuyingRole,
  type ChannelType,
  type InvalidReason,
} from './values.js';

const contactId = '0197f000-0000-7000-8000-000000000011';
const customerId = '0197f000-0000-7000-8000-000000000001';
const example = { contactId, customerIds: [customerId] };

/** What every event of a contact says. */
abstract class ContactEvent {
  @Id() contactId!: string;
  /** The customers it is linked to at that moment, in order of linking; those just linked or unlinked included. */
  @IdList({ max: 50 }) customerIds!: string[];
}

/** What every event about the link between a contact and a customer says. */
abstract class ContactLinkEvent extends ContactEvent {
  @Id() customerId!: string;
  /** What the person does there. */
  @Optional() @Text(100) role?: string;
  /** Whether the customer is, or was, the contact's main one. */
  @Flag() isPrimary!: boolean;
  /** The contact's main customer after the event; left out where there is none. */
  @Optional() @Id() primaryCustomerId?: string;
  /** First day at the customer. */
  @Optional() @CalendarDate() from?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A person was entered as a contact.',
  example: {
    ...example,
    name: 'Dr. Erika Mustermann',
    givenName: 'Erika',
    familyName: 'Mustermann',
    title: 'Dr.',
    jobTitle: 'Head of Purchasing',
    language: 'de',
    timezone: 'Europe/Berlin',
    country: 'DE',
    birthday: '1980-02-29',
    registeredAt: '2026-03-01T10:00:00.000Z',
  },
})
export class ContactRegistered extends ContactEvent {
  static readonly type = 'contact.registered';
  /** The whole name as the person writes it, in its own script. */
  @Personal() @Text(200) name!: string;
  @Personal() @Optional() @Text(100) givenName?: string;
  @Personal() @Optional() @Text(100) familyName?: string;
  /** Form of address or academic title. */
  @Personal() @Optional() @Text(50) title?: string;
  @Optional() @Text(100) jobTitle?: string;
  @Optional() @Language() language?: string;
  @Optional() @TimeZone() timezone?: string;
  /** Where the person is; numbers written without a country are read as of this one. */
  @Optional() @Country() country?: string;
  @Personal() @Optional() @CalendarDate() birthday?: string;
  @Instant() registeredAt!: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'Details of a contact got other values.',
  example: { ...example, changes: [{ field: 'jobTitle', old: 'Buyer', new: 'Head of Purchasing' }] },
})
export class ContactDetailsChanged extends ContactEvent {
  static readonly type = 'contact.details-changed';
  /** Fields are those of `contact.registered`. */
  @ListOf(() => Change, { min: 1, max: 20 }) changes!: Change[];
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A contact speaks for a customer from now on, or in another role than before.',
  example: {
    ...example,
    customerId,
    role: 'Head of Purchasing',
    isPrimary: true,
    primaryCustomerId: customerId,
    from: '2024-01-01',
    contact: {
      name: 'Dr. Erika Mustermann',
      jobTitle: 'Head of Purchasing',
      language: 'de',
      channels: [{ channelId: 'c-1', type: 'mobile', normalised: '+491701234567', verified: true }],
      preferences: [{ key: 'best-time', value: 'mornings' }],
      dealRoles: [{ opportunityId: '0197f000-0000-7000-8000-000000000021', role: 'decider' }],
    },
  },
})
export class ContactLinkedToCustomer extends ContactLinkEvent {
  static readonly type = 'contact.linked-to-customer';
  @Nested(() => ContactCard) contact!: ContactCard;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A contact no longer speaks for a customer.',
  example: {
    ...example,
    customerId,
    role: 'Head of Purchasing',
    isPrimary: true,
    from: '2024-01-01',
    to: '2026-03-01',
  },
})
export class ContactUnlinkedFromCustomer extends ContactLinkEvent {
  static readonly type = 'contact.unlinked-from-customer';
  /** Last day at the customer. */
  @Optional() @CalendarDate() to?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A contact has left a customer.',
  example: { ...example, customerId, isPrimary: true, at: '2026-03-01' },
})
export class ContactDeparted extends ContactLinkEvent {
  static readonly type = 'contact.departed';
  /** Last day at the customer. */
  @CalendarDate() at!: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A contact can be reached by one more channel.',
  example: { ...example, channelId: 'c-1', type: 'mobile', normalised: '+491701234567', label: 'office hours' },
})
export class ContactChannelAdded extends ContactEvent {
  static readonly type = 'contact.channel-added';
  @Id() channelId!: string;
  @Choice(channelTypes) type!: ChannelType;
  /** A phone or fax number in E.164, an e-mail address with its domain in lower case, else the text as given. */
  @Personal() @Text(500) normalised!: string;
  @Optional() @Text(100) label?: string;
}

/** What every later event of a channel says. */
abstract class ContactChannelEvent extends ContactEvent {
  @Id() channelId!: string;
  @Choice(channelTypes) type!: ChannelType;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'It was checked that a contact is reached by a channel.',
  example: { ...example, channelId: 'c-1', type: 'mobile', method: 'code by text message' },
})
export class ContactChannelVerified extends ContactChannelEvent {
  static readonly type = 'contact.channel-verified';
  @Optional() @Text(200) method?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A contact is no longer reached by a channel.',
  example: { ...example, channelId: 'c-1', type: 'mobile', reason: 'wrong' },
})
export class ContactChannelInvalidated extends ContactChannelEvent {
  static readonly type = 'contact.channel-invalidated';
  @Choice(invalidReasons) reason!: InvalidReason;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A contact wishes something, or no longer.',
  example: { ...example, key: 'best-time', value: 'mornings' },
})
export class ContactPreferenceSet extends ContactEvent {
  static readonly type = 'contact.preference-set';
  @Id() key!: string;
  /** Left out where the wish was withdrawn. */
  @Personal() @Optional() @Text(500) value?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'It became clear what part a contact plays in purchases, or in one of them.',
  example: { ...example, opportunityId: '0197f000-0000-7000-8000-000000000021', role: 'decider' },
})
export class BuyingRoleSet extends ContactEvent {
  static readonly type = 'contact.buying-role-set';
  /** The one purchase it is about; left out for purchases in general. */
  @Optional() @Id() opportunityId?: string;
  @Choice(buyingRoles) role!: BuyingRole;
}

export const contactEvents = {
  ContactRegistered,
  ContactDetailsChanged,
  ContactLinkedToCustomer,
  ContactUnlinkedFromCustomer,
  ContactDeparted,
  ContactChannelAdded,
  ContactChannelVerified,
  ContactChannelInvalidated,
  ContactPreferenceSet,
  BuyingRoleSet,
};
