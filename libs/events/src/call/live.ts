import { Choice, EventContract, Id, Instant, ListOf, Optional, Personal, PhoneNumber } from '../contract/index.js';
import { Nested, TextList, Whole } from '../contract/index.js';
import { CallDigest, callDirections, type CallDirection } from './values.js';

const callId = '0197f000-0000-7000-8000-00000000ca11';
const at = '2026-03-01T10:00:20.000Z';
const ended = {
  direction: 'inbound',
  status: 'missed',
  startedAt: '2026-03-01T10:00:00.000Z',
  ani: '+4930901820',
  dnis: '+498001234567',
  queue: 'service-de',
  endedAt: at,
  waitSec: 20,
  talkSec: 0,
  holdSec: 0,
};

@EventContract({
  version: 1,
  context: 'service',
  description: 'A call came in, or an outbound call was put before an agent.',
  example: {
    callId,
    direction: 'inbound',
    ani: '+4930901820',
    dnis: '+498001234567',
    queue: 'service-de',
    at: '2026-03-01T10:00:00.000Z',
  },
})
export class CallOffered {
  static readonly type = 'call.offered';
  @Id() callId!: string;
  @Choice(callDirections) direction!: CallDirection;
  /** The caller's number; left out where it was withheld. */
  @Optional() @Personal() @PhoneNumber() ani?: string;
  /** The number that was called. */
  @Optional() @Personal() @PhoneNumber() dnis?: string;
  @Optional() @Id() queue?: string;
  /** Whose call it is, where that was known from the start: of a call that is logged when it is over. */
  @Optional() @Id() customerId?: string;
  @Instant() at!: string;
  /** The call's id in the telephone system. */
  @Optional() @Id() externalId?: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The caller went through the voice menu.',
  example: { callId, nodes: ['main', 'billing', 'pin'], inputs: ['2', '1', '****'], at },
})
export class IvrPathTaken {
  static readonly type = 'call.ivr-path-taken';
  @Id() callId!: string;
  /** The menus and prompts, in the order they were reached. */
  @TextList(100, { min: 1, max: 100 }) nodes!: string[];
  /** What was keyed in; anything longer than one key is masked. */
  @Personal() @TextList(50, { max: 100 }) inputs!: string[];
  @Instant() at!: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A call went into a queue.',
  example: { callId, queue: 'service-de', at },
})
export class CallQueued {
  static readonly type = 'call.queued';
  @Id() callId!: string;
  @Id() queue!: string;
  @Instant() at!: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A number was dialled.',
  example: { callId, to: '+4930901820', agentId: 'ann', listId: 'spring', attempt: 2, at },
})
export class CallDialled {
  static readonly type = 'call.dialled';
  @Id() callId!: string;
  /** Left out where a call was logged without it. */
  @Optional() @Personal() @PhoneNumber() to?: string;
  @Optional() @Id() agentId?: string;
  /** The call list it was dialled from. */
  @Optional() @Id() listId?: string;
  /** Which try it is to reach this party, from 1. */
  @Whole(1, 1000) attempt!: number;
  @Instant() at!: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A call was answered: by an agent, or by the party that was dialled.',
  example: { callId, direction: 'inbound', agentId: 'ann', waitSec: 20, queue: 'service-de', at },
})
export class CallAnswered {
  static readonly type = 'call.answered';
  @Id() callId!: string;
  @Choice(callDirections) direction!: CallDirection;
  /** Left out where a call was logged without it. */
  @Optional() @Id() agentId?: string;
  /** From the queue, else from the offer or the dialling, to the answer. */
  @Whole() waitSec!: number;
  @Optional() @Id() queue?: string;
  @Instant() at!: string;
}

export const missReasons = ['no-answer', 'busy', 'rejected', 'voicemail', 'out-of-hours', 'failed'] as const;
export type MissReason = (typeof missReasons)[number];

@EventContract({
  version: 1,
  context: 'service',
  description: 'Nobody answered a call.',
  example: { callId, reason: 'no-answer', waitSec: 20, at, call: ended },
})
export class CallMissed {
  static readonly type = 'call.missed';
  @Id() callId!: string;
  @Choice(missReasons) reason!: MissReason;
  @Whole() waitSec!: number;
  @Instant() at!: string;
  @Nested(() => CallDigest) call!: CallDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The caller hung up before an answer.',
  example: { callId, waitSec: 20, at, call: { ...ended, status: 'abandoned' } },
})
export class CallAbandoned {
  static readonly type = 'call.abandoned';
  @Id() callId!: string;
  @Whole() waitSec!: number;
  @Instant() at!: string;
  @Nested(() => CallDigest) call!: CallDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The other party was put on hold.',
  example: { callId, at },
})
export class CallHeld {
  static readonly type = 'call.held';
  @Id() callId!: string;
  @Instant() at!: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The other party was taken off hold.',
  example: { callId, sec: 45, at },
})
export class CallRetrieved {
  static readonly type = 'call.retrieved';
  @Id() callId!: string;
  /** How long this hold lasted. */
  @Whole() sec!: number;
  @Instant() at!: string;
}

export const transferKinds = ['blind', 'consult'] as const;
export type TransferKind = (typeof transferKinds)[number];

@EventContract({
  version: 1,
  context: 'service',
  description: 'A call was passed on: to an agent, to a queue, or to a number outside. One of the three is named.',
  example: { callId, fromAgentId: 'ann', toAgentId: 'bob', kind: 'consult', at },
})
export class CallTransferred {
  static readonly type = 'call.transferred';
  @Id() callId!: string;
  @Optional() @Id() fromAgentId?: string;
  @Optional() @Id() toAgentId?: string;
  @Optional() @Id() toQueue?: string;
  @Optional() @Personal() @PhoneNumber() toNumber?: string;
  @Choice(transferKinds) kind!: TransferKind;
  @Instant() at!: string;
}

/** Somebody who joined a call: one of the three is named. */
export class CallParty {
  @Optional() @Id() agentId?: string;
  @Optional() @Id() contactId?: string;
  @Optional() @Personal() @PhoneNumber() number?: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'Others joined a call.',
  example: { callId, parties: [{ agentId: 'bob' }], at },
})
export class CallConferenced {
  static readonly type = 'call.conferenced';
  @Id() callId!: string;
  @ListOf(() => CallParty, { min: 1, max: 20 }) parties!: CallParty[];
  @Instant() at!: string;
}

export const callEnders = ['caller', 'agent', 'system'] as const;
export type CallEnder = (typeof callEnders)[number];

@EventContract({
  version: 1,
  context: 'service',
  description: 'A call that had been answered ended.',
  example: {
    callId,
    talkSec: 240,
    holdSec: 45,
    by: 'caller',
    at: '2026-03-01T10:05:05.000Z',
    call: {
      ...ended,
      status: 'ended',
      agentId: 'ann',
      answeredAt: at,
      endedAt: '2026-03-01T10:05:05.000Z',
      talkSec: 240,
      holdSec: 45,
    },
  },
})
export class CallEnded {
  static readonly type = 'call.ended';
  @Id() callId!: string;
  /** Time with an agent, holds left out. */
  @Whole() talkSec!: number;
  @Whole() holdSec!: number;
  /** Left out where a call was logged without it. `caller` is the other party, whoever dialled. */
  @Optional() @Choice(callEnders) by?: CallEnder;
  @Instant() at!: string;
  @Nested(() => CallDigest) call!: CallDigest;
}

export const liveCallEvents = {
  CallOffered,
  IvrPathTaken,
  CallQueued,
  CallDialled,
  CallAnswered,
  CallMissed,
  CallAbandoned,
  CallHeld,
  CallRetrieved,
  CallTransferred,
  CallConferenced,
  CallEnded,
};
