import { CalendarDate, Choice, EventContract, Id, Instant, Nested, Optional, Personal } from '../contract/index.js';
import { PhoneNumber, Text, Whole } from '../contract/index.js';
import { CallDigest, MOST_SECONDS } from './values.js';

const callId = '0197f000-0000-7000-8000-00000000ca11';
const at = '2026-03-01T10:06:05.000Z';
const call = {
  direction: 'inbound',
  status: 'ended',
  startedAt: '2026-03-01T10:00:00.000Z',
  ani: '+4930901820',
  dnis: '+498001234567',
  queue: 'service-de',
  agentId: 'ann',
  answeredAt: '2026-03-01T10:00:20.000Z',
  endedAt: '2026-03-01T10:05:05.000Z',
  waitSec: 20,
  talkSec: 240,
  holdSec: 45,
  wrapSec: 60,
  disposition: 'solved',
};

@EventContract({
  version: 1,
  context: 'service',
  description: 'The work after a call was finished.',
  example: { callId, wrapSec: 60, disposition: 'solved', notes: 'Sent the invoice again.', at, call },
})
export class CallWrappedUp {
  static readonly type = 'call.wrapped-up';
  @Id() callId!: string;
  @Whole(0, MOST_SECONDS) wrapSec!: number;
  @Text(100) disposition!: string;
  @Optional() @Personal() @Text(10_000) notes?: string;
  @Instant() at!: string;
  @Nested(() => CallDigest) call!: CallDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The outcome of a call was recorded or corrected.',
  example: { callId, from: 'solved', disposition: 'to-do', at, call: { ...call, disposition: 'to-do' } },
})
export class CallDispositionRecorded {
  static readonly type = 'call.disposition-recorded';
  @Id() callId!: string;
  /** The outcome recorded before. */
  @Optional() @Text(100) from?: string;
  @Text(100) disposition!: string;
  @Instant() at!: string;
  @Nested(() => CallDigest) call!: CallDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The recording of a call was stored outside.',
  example: {
    callId,
    uri: 's3://recordings/2026/03/01/ca11.opus',
    hash: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    retentionUntil: '2026-09-01',
    at,
  },
})
export class RecordingStored {
  static readonly type = 'call.recording-stored';
  @Id() callId!: string;
  @Personal() @Text(1000) uri!: string;
  /** Of the recording's bytes, with the algorithm: `sha256:…`. */
  @Id() hash!: string;
  /** The last day it may be kept. */
  @CalendarDate() retentionUntil!: string;
  @Instant() at!: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The caller asked to be called back; a newer request replaces one still open.',
  example: { callId, number: '+4930901820', dueAt: '2026-03-02T09:00:00.000Z', queue: 'service-de', at },
})
export class CallbackRequested {
  static readonly type = 'call.callback-requested';
  @Id() callId!: string;
  @Personal() @PhoneNumber() number!: string;
  /** When to call, if the caller said so. */
  @Optional() @Instant() dueAt?: string;
  @Optional() @Id() queue?: string;
  @Optional() @Id() agentId?: string;
  @Instant() at!: string;
}

export const callbackOutcomes = ['reached', 'not-reached'] as const;
export type CallbackOutcome = (typeof callbackOutcomes)[number];

@EventContract({
  version: 1,
  context: 'service',
  description: 'A callback was tried; one that reached nobody is still due.',
  example: { callId, outcome: 'reached', attempt: 1, agentId: 'ann', callbackCallId: 'call-2', at },
})
export class CallbackMade {
  static readonly type = 'call.callback-made';
  @Id() callId!: string;
  @Choice(callbackOutcomes) outcome!: CallbackOutcome;
  /** Which try it was since the request, from 1. */
  @Whole(1) attempt!: number;
  @Optional() @Id() agentId?: string;
  /** The call it was made with. */
  @Optional() @Id() callbackCallId?: string;
  @Instant() at!: string;
}

export const afterCallEvents = {
  CallWrappedUp,
  CallDispositionRecorded,
  RecordingStored,
  CallbackRequested,
  CallbackMade,
};
