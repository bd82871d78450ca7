import {
  CalendarDate,
  callbackOutcomes,
  Choice,
  Country,
  Id,
  Instant,
  MOST_SECONDS,
  Optional,
  Personal,
  Text,
  Whole,
  type CallbackOutcome,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({
  summary: 'Record the work after a call',
  example: { wrapSec: 60, disposition: 'solved', notes: 'Sent the invoice again.' },
})
export class WrapUpCall extends CommandBody {
  @Whole(0, MOST_SECONDS) wrapSec!: number;
  @Text(100) disposition!: string;
  @Optional() @Personal() @Text(10_000) notes?: string;
}

@CommandContract({ summary: 'Record or correct the outcome of a call', example: { disposition: 'to-do' } })
export class RecordDisposition extends CommandBody {
  @Text(100) disposition!: string;
}

@CommandContract({
  summary: 'Record where the recording of a call is kept',
  example: {
    uri: 's3://recordings/2026/03/01/ca11.opus',
    hash: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    retentionUntil: '2099-09-01',
  },
})
export class StoreRecording extends CommandBody {
  @Personal() @Text(1000) uri!: string;
  /** Of the recording's bytes, with the algorithm: `sha256:…`. */
  @Id() hash!: string;
  /** The last day it may be kept. */
  @CalendarDate() retentionUntil!: string;
}

@CommandContract({
  summary: 'Record that the other party asks to be called back',
  example: { number: '030 901820', country: 'DE', dueAt: '2099-03-02T09:00:00Z' },
})
export class RequestCallback extends CommandBody {
  /** As people write it; the other party's number where it is left out. */
  @Optional() @Personal() @Text(40) number?: string;
  /** The country of a number written without one; the customer's where it is left out. */
  @Optional() @Country() country?: string;
  /** When to call. */
  @Optional() @Instant() dueAt?: string;
  @Optional() @Id() queue?: string;
  @Optional() @Id() agentId?: string;
}

@CommandContract({ summary: 'Record that a callback was tried', example: { outcome: 'reached', agentId: 'ann' } })
export class RecordCallback extends CommandBody {
  /** One that reached nobody is still due. */
  @Choice(callbackOutcomes) outcome!: CallbackOutcome;
  @Optional() @Id() agentId?: string;
  /** The call it was made with. */
  @Optional() @Id() callbackCallId?: string;
}

export const afterCallCommands = { WrapUpCall, RecordDisposition, StoreRecording, RequestCallback, RecordCallback };
