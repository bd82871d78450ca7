import {
  callDirections,
  Choice,
  Country,
  Id,
  missReasons,
  Optional,
  Personal,
  Text,
  TextList,
  Whole,
  type CallDirection,
  type MissReason,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({
  summary: 'Record that a call came in, or that an outbound call was put before an agent',
  example: { direction: 'inbound', ani: '030 901820', dnis: '+498001234567', country: 'DE', queue: 'service-de' },
})
export class OfferCall extends CommandBody {
  @Choice(callDirections) direction!: CallDirection;
  /** The caller's number, as people write it; left out where it was withheld. */
  @Optional() @Personal() @Text(40) ani?: string;
  /** The number that was called, or is to be. */
  @Optional() @Personal() @Text(40) dnis?: string;
  /** The country of numbers written without one. */
  @Optional() @Country() country?: string;
  @Optional() @Id() queue?: string;
  /** The call's id in the telephone system. */
  @Optional() @Id() externalId?: string;
}

@CommandContract({
  summary: 'Record the way through the voice menu',
  example: { nodes: ['main', 'billing', 'pin'], inputs: ['2', '1', '4711'] },
})
export class RecordIvrPath extends CommandBody {
  /** The menus and prompts, in the order they were reached. */
  @TextList(100, { min: 1, max: 100 }) nodes!: string[];
  /** What was keyed in; anything longer than one key is stored masked, for it may be a secret. */
  @Optional() @Personal() @TextList(50, { max: 100 }) inputs?: string[];
}

@CommandContract({ summary: 'Record that a call went into a queue', example: { queue: 'service-de' } })
export class QueueCall extends CommandBody {
  @Id() queue!: string;
}

@CommandContract({
  summary: 'Record that a number was dialled',
  example: { number: '+4930901820', agentId: 'ann', listId: 'spring', attempt: 2 },
})
export class DialNumber extends CommandBody {
  /** As people write it; the number that was offered where it is left out. */
  @Optional() @Personal() @Text(40) number?: string;
  /** The country of a number written without one; the customer's where it is left out. */
  @Optional() @Country() country?: string;
  @Optional() @Id() agentId?: string;
  /** The call list it is dialled from. */
  @Optional() @Id() listId?: string;
  /** Which try it is to reach this party; 1 where it is left out. */
  @Optional() @Whole(1, 1000) attempt?: number;
}

@CommandContract({ summary: 'Record that a call was answered', example: { agentId: 'ann' } })
export class AnswerCall extends CommandBody {
  /** The agent who talks; whoever dialled where it is left out. */
  @Optional() @Id() agentId?: string;
}

@CommandContract({ summary: 'Record that nobody answered a call', example: { reason: 'no-answer' } })
export class MissCall extends CommandBody {
  @Choice(missReasons) reason!: MissReason;
}

@CommandContract({ summary: 'Record that the caller hung up before an answer', example: {} })
export class AbandonCall extends CommandBody {}

export const waitingCommands = { OfferCall, RecordIvrPath, QueueCall, DialNumber, AnswerCall, MissCall, AbandonCall };
