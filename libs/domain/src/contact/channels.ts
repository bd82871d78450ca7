import {
  checks,
  ContactChannelAdded,
  ContactChannelInvalidated,
  ContactChannelVerified,
  derivedId,
  event,
  type ChannelType,
} from '@touchstream/events';
import { homeCountry, type Customer } from '../customer/index.js';
import { ensure, missing, refuse, repeats } from '../decider/index.js';
import { phoneNumber } from '../phone/index.js';
import type { contactCommands, NewChannel } from './commands.js';
import type { Decide, Evolve } from './parts.js';
import { after, identified, known, type ContactChannel, type RegisteredContact } from './state.js';

/** So many channels a contact may have, the invalid ones included. */
const MOST_CHANNELS = 100;

function emailAddress(written: string, field: string): string {
  const address = written.trim();
  ensure(checks.email.test(address), 'email-invalid', checks.email.message, field);
  return address.replace(/@.*$/u, domain => domain.toLowerCase());
}

const reading: Readonly<Record<ChannelType, typeof phoneNumber>> = {
  phone: phoneNumber,
  mobile: phoneNumber,
  fax: phoneNumber,
  email: (written, _country, field) => emailAddress(written, field),
  im: written => written.trim(),
  postal: written => written.trim(),
};

/** What is written of a channel, in canonical form; numbers without a country code are read as of the country. */
export function channelValue({ type, value }: NewChannel, country: string | undefined, field: string): string {
  const normalised = reading[type](value, country, field);
  ensure(normalised.length > 0, 'empty', 'must not be blank', field);
  return normalised;
}

/** Where a number is read as of, if the caller names no country: the contact's, else its main customer's. */
export const countryOf = (own: string | undefined, customer: Customer | undefined): string | undefined =>
  own ?? (customer === undefined || customer.status === 'absent' ? undefined : homeCountry(customer));

const inUse = ({ channels }: RegisteredContact, told: Pick<ContactChannel, 'type' | 'normalised'>) =>
  [...channels.values()].find(
    ({ type, normalised, invalid }) => type === told.type && normalised === told.normalised && invalid === undefined,
  );

const channelOf = ({ channels }: RegisteredContact, channelId: string) =>
  channels.get(channelId) ?? missing('unknown-channel', 'the contact has no such channel', '/channelId');

export const decideChannels: Decide<
  Pick<typeof contactCommands, 'AddChannel' | 'VerifyChannel' | 'MarkChannelInvalid'>
> = {
  AddChannel({ data: { channelId: given, country, label, ...written }, meta }, state, { customer }) {
    const contact = known(state, meta);
    const home = country ?? countryOf(contact.details.country, customer);
    const { type } = written;
    const normalised = channelValue(written, home, '/value');
    const told = { type, normalised, label };
    const channelId = given ?? derivedId(meta.commandId, 'channel');
    const same = inUse(contact, told);
    const before = given === undefined ? same : contact.channels.get(given);
    if (before !== undefined && repeats(told, before)) return [];
    ensure(
      !contact.channels.has(channelId),
      'channel-exists',
      'the contact has another channel of this id',
      '/channelId',
    );
    ensure(same === undefined, 'channel-in-use', 'the contact has this channel by another id or label', '/value');
    ensure(contact.channels.size < MOST_CHANNELS, 'too-many-channels', `a contact may have ${MOST_CHANNELS} channels`);
    return [
      event(ContactChannelAdded, { ...identified(contact), channelId, type, normalised, ...(label && { label }) }),
    ];
  },
  VerifyChannel({ data: { channelId, method }, meta }, state) {
    const contact = known(state, meta);
    const { type, verified, method: before } = channelOf(contact, channelId);
    if (verified) {
      if (repeats({ method }, { method: before })) return [];
      return refuse('channel-verified', 'the channel is verified already', '/channelId');
    }
    return [event(ContactChannelVerified, { ...identified(contact), channelId, type, ...(method && { method }) })];
  },
  MarkChannelInvalid({ data: { channelId, reason }, meta }, state) {
    const contact = known(state, meta);
    const { type, invalid } = channelOf(contact, channelId);
    if (invalid !== undefined) {
      if (repeats({ reason }, { reason: invalid })) return [];
      return refuse('channel-invalid', 'the channel is marked as invalid already', '/channelId');
    }
    return [event(ContactChannelInvalidated, { ...identified(contact), channelId, type, reason })];
  },
};

/** The channels with one of them judged anew. */
function judged(
  { channels }: RegisteredContact,
  channelId: string,
  judgement: Pick<ContactChannel, 'verified' | 'method' | 'invalid'>,
): Pick<RegisteredContact, 'channels'> {
  const channel = channels.get(channelId);
  if (channel === undefined) return { channels };
  const { invalid: _, method: __, ...rest } = channel;
  return { channels: new Map(channels).set(channelId, { ...rest, ...judgement }) };
}

export const evolveChannels: Evolve<'ContactChannelAdded' | 'ContactChannelVerified' | 'ContactChannelInvalidated'> = {
  'contact.channel-added': after(({ channels }, { channelId, type, normalised, label }) => ({
    channels: new Map(channels).set(channelId, { type, normalised, ...(label && { label }), verified: false }),
  })),
  'contact.channel-verified': after((contact, { channelId, method }) =>
    judged(contact, channelId, { verified: true, ...(method && { method }) }),
  ),
  'contact.channel-invalidated': after((contact, { channelId, reason }) =>
    judged(contact, channelId, { verified: false, invalid: reason }),
  ),
};
