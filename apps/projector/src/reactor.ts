import type { CommandRequest, CommandService } from '@touchstream/command-service';
import { aggregateNamed, reactions, reactionsTo } from '@touchstream/domain';
import { decode, derivedId, UndecodableEvent, type EventEnvelope, type StoredEvent } from '@touchstream/events';
import type { Logger } from '@touchstream/platform';
import { FeedConsumer, parkedEvent, STREAM_KEY, type FeedConsumerOptions } from '@touchstream/projections';
import type { Parked } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { loopLog } from './loop-log.js';

/** Names its checkpoint and its lease. */
export const REACTOR = 'reactor';

export interface ReactorOptions extends Pick<FeedConsumerOptions, 'eventStore' | 'viewStore' | 'lease' | 'tuning'> {
  readonly commands: CommandService;
  readonly logger: Logger;
}

/**
 * Carries out what follows from events (see `reactions` in the domain). A reaction that a rule refuses is done, and so is one to
 * a record that cannot be read: that is logged, and the event stands among the skipped ones. It is not decided again when the
 * checkpoint is lost. What passes is waited for: a store that cannot be reached, and the newer version of this program that
 * can read an event.
 */
export function createReactor({
  commands,
  logger,
  eventStore,
  viewStore,
  lease,
  tuning,
}: ReactorOptions): FeedConsumer {
  const carryOut = async (stored: StoredEvent): Promise<readonly string[]> => {
    const event = decoded(stored);
    if (event === undefined) return ['undecodable'];
    const refused: string[] = [];
    for (const request of consequencesOf(event)) {
      const code = await commands.react(request);
      if (code !== undefined) refused.push(code);
    }
    return refused;
  };
  const consume = async (events: readonly StoredEvent[], book: View): Promise<readonly Parked[]> => {
    const skipped: Parked[] = [];
    for (const stored of events) {
      const refused = await carryOut(stored);
      if (refused.length === 0) continue;
      const reason = `refused: ${[...new Set(refused)].join(', ')}`;
      logger.warn({ eventId: stored.id, type: stored.type, stream: stored.stream, reason }, 'reaction refused');
      skipped.push(parkedEvent(book, STREAM_KEY + stored.stream, stored, { reason, at: new Date().toISOString() }));
    }
    return skipped;
  };
  return new FeedConsumer({
    name: REACTOR,
    eventStore,
    viewStore,
    filter: { types: Object.keys(reactions) },
    consume,
    onState: loopLog(logger, 'reactor'),
    ...(lease && { lease }),
    ...(tuning && { tuning }),
  });
}

/** The commands that follow from an event. Their ids follow from it too: whoever carries them out, they have one effect. */
export const consequencesOf = (event: EventEnvelope): readonly CommandRequest[] =>
  reactionsTo(event).map(({ aggregate, aggregateId, command, body }, at) => ({
    aggregate: aggregateNamed(aggregate),
    aggregateId,
    command,
    body: { ...body, occurredAt: event.occurredAt },
    context: {
      tenantId: event.tenantId,
      actor: { id: 'reactor', kind: 'system', onBehalfOf: event.actor.id },
      commandId: derivedId(event.id, `reaction/${at}`),
      correlationId: event.correlationId,
      causationId: event.id,
      ...(event.traceparent !== undefined && { traceparent: event.traceparent }),
    },
  }));

/** The event; undefined for one that a newer version of this program could not read either. */
function decoded(stored: StoredEvent): EventEnvelope | undefined {
  try {
    return decode(stored) as EventEnvelope;
  } catch (error) {
    if (error instanceof UndecodableEvent && !error.isNewer) return undefined;
    throw error;
  }
}
