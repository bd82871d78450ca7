import {
  callDirections,
  callEnders,
  Choice,
  Country,
  Id,
  missReasons,
  MOST_SECONDS,
  Optional,
  Personal,
  Text,
  Whole,
  type CallDirection,
  type CallEnder,
  type MissReason,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

export const callOutcomes = ['answered', 'missed', 'abandoned'] as const;
export type CallOutcome = (typeof callOutcomes)[number];

@CommandContract({
  summary: 'Log a call that is over; `occurredAt` says when it began',
  example: {
    occurredAt: '2026-03-01T10:00:00Z',
    direction: 'inbound',
    outcome: 'answered',
    number: '030 901820',
    country: 'DE',
    agentId: 'ann',
    waitSec: 20,
    talkSec: 240,
    wrapSec: 60,
    disposition: 'solved',
  },
})
export class LogCall extends CommandBody {
  @Choice(callDirections) direction!: CallDirection;
  @Choice(callOutcomes) outcome!: CallOutcome;
  /** The other party's number, as people write it; left out where it is not known. */
  @Optional() @Personal() @Text(40) number?: string;
  /** Our own number. */
  @Optional() @Personal() @Text(40) line?: string;
  /** The country of numbers written without one; the customer's where it is left out. */
  @Optional() @Country() country?: string;
  @Optional() @Id() customerId?: string;
  /** Stands for its primary customer where none is named. */
  @Optional() @Id() contactId?: string;
  @Optional() @Id() queue?: string;
  /** The call list it was dialled from. */
  @Optional() @Id() listId?: string;
  /** Outbound: which try it was to reach this party; 1 where it is left out. */
  @Optional() @Whole(1, 1000) attempt?: number;
  @Optional() @Id() agentId?: string;
  /** From the beginning to the answer or the end of the wait; 0 where it is left out. */
  @Optional() @Whole(0, MOST_SECONDS) waitSec?: number;
  /** Needed for an answered call, and for no other. */
  @Optional() @Whole(0, MOST_SECONDS) talkSec?: number;
  /** 0 where it is left out. */
  @Optional() @Whole(0, MOST_SECONDS) holdSec?: number;
  /** Who hung up an answered call. */
  @Optional() @Choice(callEnders) endedBy?: CallEnder;
  /** Why nobody answered; `no-answer` where it is left out. */
  @Optional() @Choice(missReasons) missReason?: MissReason;
  /** Work after the call; 0 where only its outcome is known. */
  @Optional() @Whole(0, MOST_SECONDS) wrapSec?: number;
  /** Needed with `wrapSec` and `notes`. */
  @Optional() @Text(100) disposition?: string;
  @Optional() @Personal() @Text(10_000) notes?: string;
  /** The call's id in the telephone system. */
  @Optional() @Id() externalId?: string;
}

export const logCallCommands = { LogCall };
