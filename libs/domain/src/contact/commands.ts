import {
  buyingRoles,
  CalendarDate,
  channelTypes,
  Choice,
  ChoiceList,
  Country,
  Flag,
  Id,
  invalidReasons,
  Language,
  ListOf,
  Optional,
  Personal,
  Text,
  TimeZone,
  type BuyingRole,
  type ChannelType,
  type InvalidReason,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const customerId = '0197f000-0000-7000-8000-000000000001';

/** The details that can be left empty: all but the name. */
export const clearableDetails = [
  'givenName',
  'familyName',
  'title',
  'jobTitle',
  'language',
  'timezone',
  'country',
  'birthday',
] as const;

/** A channel to start with. */
export class NewChannel {
  @Choice(channelTypes) type!: ChannelType;
  /** As people write it. */
  @Personal() @Text(500) value!: string;
  @Optional() @Text(100) label?: string;
}

@CommandContract({
  summary: 'Register a contact',
  example: {
    name: 'Dr. Erika Mustermann',
    givenName: 'Erika',
    familyName: 'Mustermann',
    title: 'Dr.',
    jobTitle: 'Head of Purchasing',
    language: 'de',
    timezone: 'Europe/Berlin',
    country: 'DE',
    channels: [
      { type: 'mobile', value: '0170 1234567', label: 'office hours' },
      { type: 'email', value: 'erika@muster.example' },
    ],
  },
})
export class RegisterContact extends CommandBody {
  /** The whole name as the person writes it, in its own script. */
  @Personal() @Text(200) name!: string;
  @Personal() @Optional() @Text(100) givenName?: string;
  @Personal() @Optional() @Text(100) familyName?: string;
  /** Form of address or academic title. */
  @Personal() @Optional() @Text(50) title?: string;
  @Optional() @Text(100) jobTitle?: string;
  @Optional() @Language() language?: string;
  @Optional() @TimeZone() timezone?: string;
  /** Where the person is; numbers without a country code are read as of it, else as of the customer's country. */
  @Optional() @Country() country?: string;
  @Personal() @Optional() @CalendarDate() birthday?: string;
  /** The customer the contact speaks for. */
  @Optional() @Id() customerId?: string;
  /** What the person does there. */
  @Optional() @Text(100) role?: string;
  /** First day at the customer. */
  @Optional() @CalendarDate() from?: string;
  @Optional() @ListOf(() => NewChannel, { max: 20 }) channels?: NewChannel[];
}

@CommandContract({
  summary: 'Change details of the contact',
  example: { jobTitle: 'Managing Director', clear: ['birthday'] },
})
export class ChangeContactDetails extends CommandBody {
  @Personal() @Optional() @Text(200) name?: string;
  @Personal() @Optional() @Text(100) givenName?: string;
  @Personal() @Optional() @Text(100) familyName?: string;
  @Personal() @Optional() @Text(50) title?: string;
  @Optional() @Text(100) jobTitle?: string;
  @Optional() @Language() language?: string;
  @Optional() @TimeZone() timezone?: string;
  @Optional() @Country() country?: string;
  @Personal() @Optional() @CalendarDate() birthday?: string;
  /** Fields to leave empty from now on. */
  @Optional() @ChoiceList(clearableDetails, { max: 20 }) clear?: (typeof clearableDetails)[number][];
}

@CommandContract({
  summary: 'Link the contact to a customer, or change what it does there',
  example: { customerId, role: 'Head of Purchasing', isPrimary: true, from: '2024-01-01' },
})
export class LinkToCustomer extends CommandBody {
  @Id() customerId!: string;
  @Optional() @Text(100) role?: string;
  /** True makes it the contact's main customer, which the first one is anyway; otherwise that stays as it is. */
  @Optional() @Flag() isPrimary?: boolean;
  @Optional() @CalendarDate() from?: string;
}

@CommandContract({ summary: 'Unlink the contact from a customer', example: { customerId, to: '2026-03-01' } })
export class UnlinkFromCustomer extends CommandBody {
  @Id() customerId!: string;
  /** Last day at the customer. */
  @Optional() @CalendarDate() to?: string;
}

@CommandContract({ summary: 'Record that the contact has left a customer', example: { customerId, at: '2026-03-01' } })
export class MarkDeparted extends CommandBody {
  @Id() customerId!: string;
  /** Last day at the customer; the day of `occurredAt` where it is left out. */
  @Optional() @CalendarDate() at?: string;
}

@CommandContract({
  summary: 'Add a channel by which the contact is reached',
  example: { type: 'mobile', value: '+49 170 1234567', label: 'office hours' },
})
export class AddChannel extends CommandBody {
  /** Chosen by the caller, or made. */
  @Optional() @Id() channelId?: string;
  @Choice(channelTypes) type!: ChannelType;
  /** As people write it. */
  @Personal() @Text(500) value!: string;
  /** Where a number without a country code is at home; else the contact's country, else the customer's. */
  @Optional() @Country() country?: string;
  @Optional() @Text(100) label?: string;
}

@CommandContract({
  summary: 'Record that the contact is reached by a channel',
  example: { channelId: 'c-1', method: 'code by text message' },
})
export class VerifyChannel extends CommandBody {
  @Id() channelId!: string;
  @Optional() @Text(200) method?: string;
}

@CommandContract({
  summary: 'Record that the contact is no longer reached by a channel',
  example: { channelId: 'c-1', reason: 'wrong' },
})
export class MarkChannelInvalid extends CommandBody {
  @Id() channelId!: string;
  @Choice(invalidReasons) reason!: InvalidReason;
}

@CommandContract({ summary: 'Set a wish of the contact', example: { key: 'best-time', value: 'mornings' } })
export class SetPreference extends CommandBody {
  @Id() key!: string;
  /** Left out where the wish is withdrawn. */
  @Personal() @Optional() @Text(500) value?: string;
}

@CommandContract({
  summary: 'Set the part the contact plays in purchases, or in one of them',
  example: { opportunityId: '0197f000-0000-7000-8000-000000000021', role: 'decider' },
})
export class SetBuyingRole extends CommandBody {
  /** The one purchase it is about; left out for purchases in general. */
  @Optional() @Id() opportunityId?: string;
  @Choice(buyingRoles) role!: BuyingRole;
}

export const contactCommands = {
  RegisterContact,
  ChangeContactDetails,
  LinkToCustomer,
  UnlinkFromCustomer,
  MarkDeparted,
  AddChannel,
  VerifyChannel,
  MarkChannelInvalid,
  SetPreference,
  SetBuyingRole,
};
