import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { StoredEvent } from '@touchstream/events';
import { EventStoreIncompatible } from '../event-store.js';

type Recorded = ReadResp.ReadEvent.RecordedEvent;

const TICKS_PER_MILLISECOND = 10_000n;

/**
 * The place in the log as one number. The server has two, which are one and the same for what was appended over gRPC;
 * they differ in transactions of its former protocol, whose events share the first.
 */
export function positionOf({ commit, prepare }: { readonly commit: string; readonly prepare: string }): bigint {
  if (commit !== prepare)
    throw new EventStoreIncompatible(`KurrentDB: a transaction of the former protocol stands at ${commit}/${prepare}`);
  return BigInt(commit);
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
    position: positionOf({ commit: recorded.getCommitPosition(), prepare: recorded.getPreparePosition() }),
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
