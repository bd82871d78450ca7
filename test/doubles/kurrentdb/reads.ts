import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Log, Recorded } from './log.js';
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  filterOf,
  notFoundMessage,
  streamName,
} from './messages.js';

const { BACKWARDS } = streams.ReadReq.Options.ReadDirection;

/** Events of one stream from a revision or an end on. */
function ofStream(options: ReadReq.Options, events: readonly Recorded[]): readonly Recorded[] {
  const place = options.getStream()!;
  const backwards = options.getReadDirection() === BACKWARDS;
  const from = place.hasRevision() ? Number(place.getRevision()) : place.hasEnd() ? events.length - 1 : 0;
  return backwards ? events.slice(0, from + 1).toReversed() : events.slice(from);
}

/** Events of all streams, at most so many; a position is read itself, unlike by a subscription. */
function ofAll(options: ReadReq.Options, log: Log, count: number): readonly Recorded[] {
  const place = options.getAll()!;
  const backwards = options.getReadDirection() === BACKWARDS;
  const position = place.hasPosition() ? BigInt(place.getPosition()!.getCommitPosition()) : undefined;
  const end = backwards ? log.records.length : 0;
  const found: Recorded[] = [];
  let at = position === undefined ? end : firstAfter(log, position - 1n);
  while (found.length < count) {
    const record = log.records[backwards ? (at -= 1) : at++];
    if (record === undefined) break;
    if (record.event !== undefined) found.push(record.event);
  }
  return found;
}

/** The messages that answer a read of known length. */
export function answerRead(options: ReadReq.Options, log: Log): readonly ReadResp[] {
  const count = Number(options.getCount());
  if (!options.hasStream()) return ofAll(options, log, count).map(eventMessage);
  const name = streamName(options.getStream()!.getStreamIdentifier());
  const events = log.stream(name);
  return events === undefined ? [notFoundMessage(name)] : ofStream(options, events).slice(0, count).map(eventMessage);
}

/** The first record after a position. */
function firstAfter({ records }: Log, position: bigint): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (records[middle]!.position > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The messages of a subscription to all streams, for ever: the events after the position that pass the filter, how far
 * the server has looked each time it has looked at a window of records, and once that it has caught up.
 */
export async function* subscription(options: ReadReq.Options, log: Log, ended: AbortSignal): AsyncGenerator<ReadResp> {
  const place = options.getAll()!;
  const passes = filterOf(options);
  const window = (options.getFilter()?.getMax() ?? 32) * (options.getFilter()?.getCheckpointintervalmultiplier() ?? 1);
  let position = place.hasPosition() ? BigInt(place.getPosition()!.getCommitPosition()) : -1n;
  let looked = 0;
  let caughtUp = false;
  yield confirmationMessage();
  while (!ended.aborted) {
    const next = log.records[firstAfter(log, position)];
    if (next === undefined) {
      if (!caughtUp) yield caughtUpMessage();
      caughtUp = true;
      if (log.records[firstAfter(log, position)] === undefined) await log.grown(ended);
      continue;
    }
    ({ position } = next);
    if (next.event !== undefined && passes(next.event)) yield eventMessage(next.event);
    looked += 1;
    if (looked % window === 0) yield checkpointMessage(position);
  }
}
