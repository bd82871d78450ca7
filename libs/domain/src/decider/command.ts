import type { Actor, Channel, ContractClass } from '@touchstream/events';
import { Instant, Optional, Text, Choice, Id, channels } from '@touchstream/events';

/** What every command may say besides its own fields; it goes into the metadata of the events. */
export abstract class CommandBody {
  /** When it happened, if not now; may lie in the past, not in the future. */
  @Optional() @Instant() occurredAt?: string;
  @Optional() @Choice(channels) channel?: Channel;
  /** The system it came from. */
  @Optional() @Id() source?: string;
  @Optional() @Id() reasonCode?: string;
  @Optional() @Text(2000) comment?: string;
}

/** What a command brings with it, so that a decision needs no clock and no random numbers. */
export interface CommandMeta {
  /** UUID; the same id is the same command. */
  readonly commandId: string;
  readonly aggregateId: string;
  /**
   * The effective business time: the body's `occurredAt`, else `now`, or the latest of the aggregate's events where a
   * clock that is ahead has told that. ISO 8601, UTC.
   */
  readonly occurredAt: string;
  /** When the command was received. */
  readonly now: string;
  readonly actor: Actor;
  /** How the touch came about, where the body says. */
  readonly channel?: Channel;
}

export interface CommandContractOptions {
  /** What it does, in one short imperative sentence: the route's summary. */
  readonly summary: string;
  /** A body that passes validation: shown in the API documentation, run by the tests. */
  readonly example: Readonly<Record<string, unknown>>;
}
export type CommandClass = (new () => CommandBody) & ContractClass;

const contracts = new Map<CommandClass, CommandContractOptions>();
/** Declares a class as a command. */
export const CommandContract =
  (options: CommandContractOptions) =>
  (type: CommandClass): void => {
    contracts.set(type, options);
  };
/** What was declared of a command class. */
export function commandContractOf(type: CommandClass): CommandContractOptions {
  const found = contracts.get(type);
  if (found === undefined) throw new Error(`${type.name} is not declared with @CommandContract`);
  return found;
}

/** A command as a decider gets it: its validated body, and what it brings with it. */
export interface Command<C extends CommandClass = CommandClass> {
  readonly data: Readonly<Omit<InstanceType<C>, keyof CommandBody>>;
  readonly meta: CommandMeta;
}
