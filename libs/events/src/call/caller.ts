import { Choice, EventContract, Id, Instant, Nested, Optional, Percent } from '../contract/index.js';
import { CallDigest } from './values.js';

const callId = '0197f000-0000-7000-8000-00000000ca11';
const at = '2026-03-01T10:00:05.000Z';
const call = {
  direction: 'inbound',
  status: 'offered',
  startedAt: '2026-03-01T10:00:00.000Z',
  ani: '+4930901820',
  dnis: '+498001234567',
  queue: 'service-de',
  waitSec: 0,
  talkSec: 0,
  holdSec: 0,
};

export const identificationMethods = ['number', 'voice-menu', 'voice', 'agent', 'record', 'other'] as const;
export type IdentificationMethod = (typeof identificationMethods)[number];

@EventContract({
  version: 1,
  context: 'service',
  description: 'The other party of a call was recognised; from here on the call stands with that customer.',
  example: {
    callId,
    customerId: 'c1',
    contactId: 'p1',
    method: 'number',
    confidence: 90,
    at,
    call: { ...call, contactId: 'p1' },
  },
})
export class CallerIdentified {
  static readonly type = 'call.caller-identified';
  @Id() callId!: string;
  /** The customer, the contact, or both. */
  @Optional() @Id() customerId?: string;
  @Optional() @Id() contactId?: string;
  /** The customer, where it was known before: then the call stood with it already. */
  @Optional() @Id() formerCustomerId?: string;
  @Choice(identificationMethods) method!: IdentificationMethod;
  /** How sure it is, in percent; left out where nobody said. */
  @Optional() @Percent() confidence?: number;
  @Instant() at!: string;
  @Nested(() => CallDigest) call!: CallDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'It was tried to recognise the other party, in vain.',
  example: { callId, method: 'number', at },
})
export class CallerUnknown {
  static readonly type = 'call.caller-unknown';
  @Id() callId!: string;
  @Choice(identificationMethods) method!: IdentificationMethod;
  @Instant() at!: string;
}

/** Who a call was taken to be with. */
export class CallerIdentity {
  @Optional() @Id() customerId?: string;
  @Optional() @Id() contactId?: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The other party of a call was somebody else than was thought; the call moves to the right customer.',
  example: {
    callId,
    old: { customerId: 'c1', contactId: 'p1' },
    new: { customerId: 'c2' },
    by: 'ann',
    at,
    call,
  },
})
export class CallerReidentified {
  static readonly type = 'call.caller-reidentified';
  @Id() callId!: string;
  /** The envelope carries the new customer; a record of the old one must give the call up. */
  @Nested(() => CallerIdentity) old!: CallerIdentity;
  @Nested(() => CallerIdentity) new!: CallerIdentity;
  @Id() by!: string;
  @Instant() at!: string;
  @Nested(() => CallDigest) call!: CallDigest;
}

export const callerEvents = { CallerIdentified, CallerUnknown, CallerReidentified };
