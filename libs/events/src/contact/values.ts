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
export type ContactField = (typeof contactFields)[number];
