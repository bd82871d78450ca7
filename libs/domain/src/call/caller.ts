import { CallerIdentified, CallerReidentified, CallerUnknown, event } from '@touchstream/events';
import { ensure, ensureFollows, type CommandMeta } from '../decider/index.js';
import type { callerCommands } from './caller-commands.js';
import { identityOf, type Decide, type Identity } from './parts.js';
import { digestOf, known, type KnownCall } from './state.js';

const isNobody = ({ customerId, contactId }: Identity) => customerId === undefined && contactId === undefined;
const isSame = (one: Identity, other: Identity) =>
  one.customerId === other.customerId && one.contactId === other.contactId;

/** A customer does not give a call up before it had it. */
const ensureInOrder = ({ identifiedAt }: KnownCall, meta: CommandMeta): void =>
  ensureFollows(identifiedAt, 'the other party was last identified', meta);

export const decideCaller: Decide<typeof callerCommands> = {
  /** May add what is not known yet, not contradict what is: that is what `ReidentifyCaller` is for. */
  IdentifyCaller({ data: { method, confidence, ...data }, meta }, state, facts) {
    const now = known(state, meta);
    const { callId, call } = now;
    const before: Identity = { customerId: now.customerId, contactId: call.contactId };
    const ensureOpen = (free: boolean, field?: string) =>
      ensure(free, 'caller-identified', 'the other party is known already: reidentify it', field);
    if (isNobody(data)) {
      ensureOpen(isNobody(before));
      return now.unknownBy === method ? [] : [event(CallerUnknown, { callId, method, at: meta.occurredAt })];
    }
    const { customerId: ofContact, contactId = before.contactId } = identityOf(data, facts);
    const customerId = data.customerId ?? before.customerId ?? ofContact;
    if (isSame(before, { customerId, contactId })) return [];
    ensureOpen(before.customerId === undefined || before.customerId === customerId, '/customerId');
    ensureOpen(before.contactId === undefined || before.contactId === contactId, '/contactId');
    ensureInOrder(now, meta);
    return [
      event(CallerIdentified, {
        callId,
        customerId,
        contactId,
        formerCustomerId: before.customerId,
        method,
        confidence,
        at: meta.occurredAt,
        call: digestOf(now, { contactId }),
      }),
    ];
  },
  ReidentifyCaller({ data, meta }, state, facts) {
    const now = known(state, meta);
    const { callId, customerId, call } = now;
    const before: Identity = { customerId, contactId: call.contactId };
    ensure(!isNobody(data), 'identity-required', 'name the customer or the contact');
    ensure(!isNobody(before), 'caller-not-identified', 'the other party is not known yet: identify it');
    const next = identityOf(data, facts);
    if (isSame(before, next)) return [];
    ensureInOrder(now, meta);
    return [
      event(CallerReidentified, {
        callId,
        old: before,
        new: next,
        by: meta.actor.id,
        at: meta.occurredAt,
        call: digestOf(now, { contactId: next.contactId }),
      }),
    ];
  },
};
