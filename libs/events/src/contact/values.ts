import { Choice, Flag, Id, Language, ListOf, Optional, Personal, Text, TimeZone } from '../contract/index.js';

export const channelTypes = ['phone', 'mobile', 'email', 'fax', 'im', 'postal'] as const;
export type ChannelType = (typeof channelTypes)[number];

/** The parts that people play in a purchase (Webster and Wind's buying centre). */
export const buyingRoles = ['user', 'buyer', 'influencer', 'decider', 'gatekeeper'] as const;
export type BuyingRole = (typeof buyingRoles)[number];

export const invalidReasons = ['bounce', 'wrong', 'left'] as const;
export type InvalidReason = (typeof invalidReasons)[number];

/** The fields that a change of a contact's details may touch. */
export const contactFields = [
  'name',
  'givenName',
  'familyName',
  'title',
  'jobTitle',
  'language',
  'timezone',
  'country',
  'birthday',
] as const;

/** A way to reach a contact, as it stands. */
export class ContactCardChannel {
  @Id() channelId!: string;
  @Choice(channelTypes) type!: ChannelType;
  @Personal() @Text(500) normalised!: string;
  @Optional() @Text(100) label?: string;
  @Flag() verified!: boolean;
  /** Why it reaches the contact no longer. */
  @Optional() @Choice(invalidReasons) invalid?: InvalidReason;
}

/** A wish of a contact. */
export class ContactCardPreference {
  @Id() key!: string;
  @Personal() @Text(500) value!: string;
}

/** The part a contact plays in one purchase. */
export class ContactCardDealRole {
  @Id() opportunityId!: string;
  @Choice(buyingRoles) role!: BuyingRole;
}

/**
 * A contact as it stands: what a customer's record shows of it. It stands on the event that links the two, because
 * whoever reads only that customer's events has not seen the ones before.
 */
export class ContactCard {
  @Personal() @Text(200) name!: string;
  @Personal() @Optional() @Text(50) title?: string;
  @Optional() @Text(100) jobTitle?: string;
  @Optional() @Language() language?: string;
  @Optional() @TimeZone() timezone?: string;
  @ListOf(() => ContactCardChannel, { max: 200 }) channels!: ContactCardChannel[];
  @ListOf(() => ContactCardPreference, { max: 200 }) preferences!: ContactCardPreference[];
  /** The part it plays in purchases in general. */
  @Optional() @Choice(buyingRoles) buyingRole?: BuyingRole;
  /** The parts it plays in single purchases, as far as they are the last five hundred; left out where there are none. */
  @Optional() @ListOf(() => ContactCardDealRole, { max: 500 }) dealRoles?: ContactCardDealRole[];
}
