import type { Channel, EventMetadata } from '@touchstream/events';
import type { CommandRequest } from './request.js';

/** What the events of one command have in common. */
export interface MetadataOfCommand {
  readonly request: Pick<CommandRequest, 'context' | 'body'>;
  readonly occurredAt: string;
  readonly commandHash: string;
}

/** All fields of a type: one that it gets later cannot be forgotten here. */
type Every<T> = { readonly [K in keyof Required<T>]: T[K] | undefined };

/** In what the metadata of the events of one command may differ. */
export interface Own {
  readonly schemaVersion: number;
  readonly customerId?: string | undefined;
  /** Where it is not that of the command. */
  readonly occurredAt?: string | undefined;
}

/** The metadata of the events of a command, one after the other: the same object as long as it says the same. */
export function metadataInTurn(command: MetadataOfCommand): (own: Own) => EventMetadata {
  let last: EventMetadata | undefined;
  return own => {
    const { schemaVersion, customerId, occurredAt = command.occurredAt } = own;
    if (last?.schemaVersion !== schemaVersion || last.customerId !== customerId || last.occurredAt !== occurredAt)
      last = metadataOf(command, own);
    return last;
  };
}

/**
 * The metadata of an event of a command; JSON leaves out what is undefined. Written out field by field: to spread one
 * object and then add to it takes V8 some ten times as long, and this is made for every event.
 */
export function metadataOf(
  { request: { context, body }, occurredAt: commandAt, commandHash }: MetadataOfCommand,
  { schemaVersion, customerId, occurredAt = commandAt }: Own,
): EventMetadata {
  const metadata: Every<EventMetadata> = {
    tenantId: context.tenantId,
    actor: context.actor,
    commandId: context.commandId,
    correlationId: context.correlationId,
    causationId: context.causationId,
    traceparent: context.traceparent,
    importId: context.importId,
    ip: context.ip,
    sessionId: context.sessionId,
    schemaVersion,
    occurredAt,
    channel: body['channel'] as Channel | undefined,
    source: body['source'] as string | undefined,
    reasonCode: body['reasonCode'] as string | undefined,
    comment: body['comment'] as string | undefined,
    commandHash,
    customerId,
  };
  return metadata as EventMetadata;
}
