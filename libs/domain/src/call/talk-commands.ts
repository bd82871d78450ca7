import {
  callEnders,
  Choice,
  Country,
  Id,
  ListOf,
  Optional,
  Personal,
  Text,
  transferKinds,
  type CallEnder,
  type TransferKind,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({ summary: 'Put the other party on hold', example: {} })
export class HoldCall extends CommandBody {}

@CommandContract({ summary: 'Take the other party off hold', example: {} })
export class RetrieveCall extends CommandBody {}

@CommandContract({
  summary: 'Pass a call on to an agent, a queue or a number outside',
  example: { toAgentId: 'bob', kind: 'consult' },
})
export class TransferCall extends CommandBody {
  /** One of the three is named. */
  @Optional() @Id() toAgentId?: string;
  @Optional() @Id() toQueue?: string;
  /** As people write it. */
  @Optional() @Personal() @Text(40) toNumber?: string;
  /** The country of a number written without one; the customer's where it is left out. */
  @Optional() @Country() country?: string;
  /** `blind`: without talking to the other before. */
  @Choice(transferKinds) kind!: TransferKind;
}

/** Somebody who joins a call: one of the three is named. */
export class JoiningParty {
  @Optional() @Id() agentId?: string;
  @Optional() @Id() contactId?: string;
  /** As people write it. */
  @Optional() @Personal() @Text(40) number?: string;
}

@CommandContract({ summary: 'Record that others joined a call', example: { parties: [{ agentId: 'bob' }] } })
export class ConferenceCall extends CommandBody {
  @ListOf(() => JoiningParty, { min: 1, max: 20 }) parties!: JoiningParty[];
  /** The country of numbers written without one; the customer's where it is left out. */
  @Optional() @Country() country?: string;
}

@CommandContract({ summary: 'Record the end of a call', example: { by: 'caller' } })
export class EndCall extends CommandBody {
  /** Who hung up; `caller` is the other party, whoever dialled. */
  @Choice(callEnders) by!: CallEnder;
}

export const talkCommands = { HoldCall, RetrieveCall, TransferCall, ConferenceCall, EndCall };
