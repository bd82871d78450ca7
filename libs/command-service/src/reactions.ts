import { decode, ReactionSettled, streamName, UndecodableEvent } from '@touchstream/events';
import { Refusal } from '@touchstream/domain';
import { NO_STREAM, WrongExpectedRevision, type EventStore } from '@touchstream/event-store';
import type { Appender } from './appender.js';
import { CommandIdReused } from './errors.js';
import { ownEvent } from './own-event.js';
import { contentHash, type CommandRequest, type CommandResult } from './request.js';
import { inTraceOfCause } from './tracing.js';

/** Where it stands that a reaction gave no event. */
const streamOf = ({ context }: CommandRequest): string => streamName('reaction', context.commandId);

/**
 * Commands that follow from events, each decided once. One that gave events is known by them. What came of any other is
 * kept in a stream named after the command: decided again at a later state, it might change what nobody asked to change.
 */
export class Reactions {
  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly appender: Appender,
    private readonly execute: (request: CommandRequest) => Promise<CommandResult>,
  ) {}

  /** The code of what refused the command, now or when it was decided. Throws what passes, and is to be tried again. */
  carryOut(request: CommandRequest): Promise<string | undefined> {
    return inTraceOfCause(request, () => this.#carryOut(request));
  }

  async #carryOut(request: CommandRequest): Promise<string | undefined> {
    try {
      const [settled] = await this.store.readStream(streamOf(request), { direction: 'forwards', limit: 1 });
      if (settled !== undefined) return (decode(settled).data as ReactionSettled).refusal;
      const { events } = await this.execute(request);
      if (events.length === 0) await this.#settle(request, undefined);
      return undefined;
    } catch (error) {
      // Carried out by another version of this program, which said the same in other words.
      if (error instanceof CommandIdReused) return undefined;
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      await this.#settle(request, refusal);
      return refusal;
    }
  }

  async #settle(request: CommandRequest, refusal: string | undefined): Promise<void> {
    const { aggregate, aggregateId, command, body, context } = request;
    const stream = streamOf(request);
    const data = { aggregate: aggregate.name, aggregateId, command, refusal };
    const metadata = {
      request: { context, body: {} },
      occurredAt: body['occurredAt'] as string,
      commandHash: contentHash(request),
    };
    try {
      await this.appender.append({
        kind: 'reaction',
        stream,
        expectedRevision: NO_STREAM,
        events: [ownEvent(metadata, ReactionSettled, { stream, revision: 0 }, data)],
      });
    } catch (error) {
      // Another process has settled it meanwhile.
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}

/** Why a command is refused for good; undefined for what passes. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof Refusal) return error.code;
  return error instanceof UndecodableEvent && !error.isNewer ? 'undecodable' : undefined;
}
