import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { StoredEvent } from '@touchstream/events';
import { EventStoreIncompatible } from '../event-store.js';

type Recorded = ReadResp.ReadEvent.RecordedEvent;

const TICKS_PER_MILLISECOND = 10_000n;

/** What the port's positions have room for on every engine. The server says "none" with a number beyond it. */
const HIGHEST = 2n ** 63n - 1n;

/** The server's two numbers for a place in the log: what was committed there, and where it had been prepared. */
export interface Place {
  getCommitPosition(): string;
  getPreparePosition(): string;
}

/**
 * The position of an event: where it was prepared. That is also where it was committed, for whatever was appended over
 * gRPC.
 */
function positionOf(recorded: Place): bigint {
  const position = BigInt(recorded.getPreparePosition());
  if (position > HIGHEST) throw new EventStoreIncompatible('KurrentDB: the server is too old to give positions');
  return position;
}

/** Refuses what one number cannot order in the feed: the events of a transaction of the server's former protocol. */
export function ensureOrdered(recorded: Place): void {
  const [commit, prepare] = [recorded.getCommitPosition(), recorded.getPreparePosition()];
  if (commit !== prepare)
    throw new EventStoreIncompatible(`KurrentDB: a transaction of its former protocol stands at ${commit}/${prepare}`);
}

/**
 * How far a checkpoint says that the feed has been looked at. Undefined where it lies before the event that is
 * committed at its place, so that no position of an event can be told from it.
 */
export function checkpointPosition(checkpoint: Place): bigint | undefined {
  const [commit, prepare] = [BigInt(checkpoint.getCommitPosition()), BigInt(checkpoint.getPreparePosition())];
  return prepare < commit || commit > HIGHEST ? undefined : commit;
}

function revisionOf(text: string): number {
  const revision = Number(text);
  if (!Number.isSafeInteger(revision)) throw new EventStoreIncompatible(`KurrentDB: a revision of ${text}`);
  return revision;
}

/** The event with exactly the bytes that stand there. */
export function storedEvent(recorded: Recorded): StoredEvent {
  const properties = recorded.getMetadataMap();
  const ticks = BigInt(properties.get('created') ?? 0);
  return {
    id: recorded.getId()?.getString() ?? '',
    type: properties.get('type') ?? '',
    stream: Buffer.from(recorded.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString(),
    revision: revisionOf(recorded.getStreamRevision()),
    position: positionOf(recorded),
    recordedAt: new Date(Number(ticks / TICKS_PER_MILLISECOND)).toISOString(),
    data: recorded.getData_asU8(),
    metadata: recorded.getCustomMetadata_asU8(),
  };
}

/** The events among the messages that answer a read. */
export const storedEvents = (responses: readonly ReadResp[]): readonly StoredEvent[] =>
  responses.flatMap(response => {
    const recorded = response.getEvent()?.getEvent();
    return recorded === undefined ? [] : [storedEvent(recorded)];
  });
