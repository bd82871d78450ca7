import { Choice, Id, Instant, Optional, Personal, PhoneNumber, Text, Whole } from '../contract/index.js';

export const callDirections = ['inbound', 'outbound'] as const;
export type CallDirection = (typeof callDirections)[number];

/** `offered` to `held`: live. `ended`: after talk. `missed` and `abandoned`: over without talk. */
export const callStatuses = [
  'offered',
  'queued',
  'dialled',
  'talking',
  'held',
  'ended',
  'missed',
  'abandoned',
] as const;
export type CallStatus = (typeof callStatuses)[number];

/** A day: no call and no after-call work is longer. */
export const MOST_SECONDS = 86_400;

/**
 * The call as it stands after the event, whole: a customer may be known only late, and the record of that customer must
 * still show the call from its beginning. Seconds are sums over the call.
 */
export class CallDigest {
  @Choice(callDirections) direction!: CallDirection;
  @Choice(callStatuses) status!: CallStatus;
  @Instant() startedAt!: string;
  /** The caller's number; left out where it was withheld. */
  @Optional() @Personal() @PhoneNumber() ani?: string;
  /** The number that was called. */
  @Optional() @Personal() @PhoneNumber() dnis?: string;
  @Optional() @Id() queue?: string;
  @Optional() @Id() listId?: string;
  @Optional() @Id() agentId?: string;
  @Optional() @Id() contactId?: string;
  @Optional() @Instant() answeredAt?: string;
  @Optional() @Instant() endedAt?: string;
  /** From the start of each wait to its answer or end. */
  @Whole() waitSec!: number;
  @Whole() talkSec!: number;
  @Whole() holdSec!: number;
  @Optional() @Whole(0, MOST_SECONDS) wrapSec?: number;
  @Optional() @Text(100) disposition?: string;
}
