import {
  CallAbandoned,
  CallAnswered,
  CallDialled,
  CallEnded,
  CallerIdentified,
  CallMissed,
  CallOffered,
  CallQueued,
  CallWrappedUp,
  event,
  type CallDigest,
} from '@touchstream/events';
import { ensure, type Command } from '../decider/index.js';
import type { logCallCommands, LogCall } from './log-call-command.js';
import { callNumber, identityOf, type CallFacts, type Decide, type Identity } from './parts.js';

type Logged = Command<typeof LogCall>;

const later = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString();

function ensureConsistent({ outcome, talkSec, holdSec, wrapSec, disposition, notes }: Logged['data']): void {
  const answered = outcome === 'answered';
  ensure(!answered || talkSec !== undefined, 'talk-required', 'an answered call has a time of talk', '/talkSec');
  ensure(answered || talkSec === undefined, 'call-not-answered', 'there was no talk without an answer', '/talkSec');
  ensure(answered || holdSec === undefined, 'call-not-answered', 'there was no hold without an answer', '/holdSec');
  ensure(
    disposition !== undefined || (wrapSec === undefined && notes === undefined),
    'disposition-required',
    'work after a call ends in a disposition',
    '/disposition',
  );
}

/** The call as it stands once it is over. */
type Ended = Readonly<CallDigest> & { readonly endedAt: string };

/** The call when it began, and when it had ended. */
function courseOf({ data, meta }: Logged, { contactId }: Identity, facts: CallFacts) {
  const { direction, queue, listId, agentId, country, outcome } = data;
  const { waitSec = 0, talkSec = 0, holdSec = 0 } = data;
  const number = data.number === undefined ? undefined : callNumber(data.number, country, facts, '/number');
  const line = data.line === undefined ? undefined : callNumber(data.line, country, facts, '/line');
  const [ani, dnis] = direction === 'inbound' ? [number, line] : [line, number];
  const startedAt = meta.occurredAt;
  const began: Readonly<CallDigest> = {
    direction,
    status: 'offered',
    startedAt,
    ani,
    dnis,
    queue,
    contactId,
    waitSec: 0,
    talkSec: 0,
    holdSec: 0,
  };
  const pickedUpAt = later(startedAt, waitSec);
  const ended: Ended = {
    ...began,
    status: outcome === 'answered' ? 'ended' : outcome,
    listId,
    agentId,
    ...(outcome === 'answered' && { answeredAt: pickedUpAt }),
    endedAt: later(pickedUpAt, talkSec + holdSec),
    waitSec,
    talkSec,
    holdSec,
  };
  return { began, ended };
}

/** From the offer to the wait for an answer. */
function beginning({ data, meta }: Logged, identity: Identity, call: Readonly<CallDigest>) {
  const { direction, agentId, listId, attempt = 1, externalId } = data;
  const { queue, ani, dnis } = call;
  const what = { callId: meta.aggregateId, at: meta.occurredAt };
  const identified = identity.customerId !== undefined || identity.contactId !== undefined;
  return [
    event(CallOffered, { ...what, customerId: identity.customerId, direction, ani, dnis, queue, externalId }),
    ...(identified ? [event(CallerIdentified, { ...what, ...identity, method: 'record', call })] : []),
    ...(direction === 'inbound' && queue !== undefined ? [event(CallQueued, { ...what, queue })] : []),
    ...(direction === 'outbound' ? [event(CallDialled, { ...what, to: dnis, agentId, listId, attempt })] : []),
  ];
}

/** From the answer to the end, or the end of the wait. */
function ending({ data, meta }: Logged, call: Ended) {
  const { direction, outcome, agentId, endedBy: by, missReason: reason = 'no-answer' } = data;
  const { waitSec, talkSec, holdSec, queue, endedAt: at } = call;
  const callId = meta.aggregateId;
  if (outcome === 'missed') return [event(CallMissed, { callId, reason, waitSec, at, call })];
  if (outcome === 'abandoned') return [event(CallAbandoned, { callId, waitSec, at, call })];
  return [
    event(CallAnswered, { callId, direction, agentId, waitSec, queue, at: later(meta.occurredAt, waitSec) }),
    event(CallEnded, { callId, talkSec, holdSec, by, at, call }),
  ];
}

function wrapUp({ data: { wrapSec = 0, disposition, notes }, meta }: Logged, ended: Ended, at: string) {
  if (disposition === undefined) return [];
  const call = { ...ended, wrapSec, disposition };
  return [event(CallWrappedUp, { callId: meta.aggregateId, wrapSec, disposition, notes, at, call })];
}

export const decideLogCall: Decide<typeof logCallCommands> = {
  /**
   * A whole call in one command. Single holds are left out: when they were is not known, how long is in the end.
   */
  LogCall(command, _, facts) {
    ensureConsistent(command.data);
    const identity = identityOf(command.data, facts);
    const { began, ended } = courseOf(command, identity, facts);
    const overAt = later(ended.endedAt, command.data.wrapSec ?? 0);
    ensure(
      overAt <= command.meta.now,
      'call-not-over',
      'the call, or the work after it, would end in the future: say in occurredAt when it began',
      '/occurredAt',
    );
    return [...beginning(command, identity, began), ...ending(command, ended), ...wrapUp(command, ended, overAt)];
  },
};
