import type { StoredEvent } from '@touchstream/events';
import { UnavailableError } from '@touchstream/sqlite-file';

export type { FileTrouble } from '@touchstream/sqlite-file';

/** The stream must not exist yet. */
export const NO_STREAM = -1;
/** Before the first event of the feed. */
export const START = -1n;

export interface EventToAppend {
  /** UUID, in lower case. The same ids appended again at the same revision are the same append. */
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Appended {
  /** The revision of the last event appended. */
  readonly revision: number;
  /** The feed position of the last event appended. */
  readonly position: bigint;
  /** When the store took the events; ISO 8601, UTC. */
  readonly recordedAt: string;
  /** True where the events stood there already: a repeated append. */
  readonly repeated: boolean;
}

export interface ReadStream {
  readonly direction: 'forwards' | 'backwards';
  /** First revision to give; backwards from the end where it is left out, forwards from 0. */
  readonly from?: number;
  /** At most so many events, 1 to 10,000. */
  readonly limit: number;
}

/** Which events of the feed: of these types, or of streams whose names start so. Never both (KurrentDB cannot). */
export type FeedFilter = { readonly types: readonly string[] } | { readonly streamPrefixes: readonly string[] };

export interface ReadFeed {
  /** Give what comes after this position; {@link START} for everything. */
  readonly after: bigint;
  /** At most so many events, 1 to 10,000. */
  readonly limit: number;
  readonly filter?: FeedFilter;
}

/** A run of the feed. `position` is how far it has been read, filtered-out events included: the next `after`. */
export interface FeedBatch {
  readonly events: readonly StoredEvent[];
  readonly position: bigint;
  /** Whether the end of the feed had been reached when it was read. */
  readonly caughtUp: boolean;
}

/** The stream is not at the revision the append named. Nothing was appended. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream} is at revision ${actual}, not ${expected}`);
  }
}

/** The store cannot be reached, is full or fails; nothing is known to have been appended. To be tried again later. */
export class EventStoreUnavailable extends UnavailableError {
  override readonly name = 'EventStoreUnavailable';
}

/**
 * The store can no longer take any append in this process: another writer holds it, or the feed went backwards, and then it is not read on
 * either. Trying again in this process will not help.
 */
export class EventStoreFenced extends Error {
  override readonly name = 'EventStoreFenced';
}

/** What stands there is no event store, or one of a newer version. Trying again will not help. */
export class EventStoreIncompatible extends Error {
  override readonly name = 'EventStoreIncompatible';
}

/**
 * The port to the immutable store: streams of events, and one ordered feed of them all. It promises no more than
 * KurrentDB keeps. An append that has been answered is durable. Bytes come back exactly as they were given.
 */
export interface EventStore {
  /**
   * Appends to one stream, all or nothing, at the exact revision ({@link NO_STREAM} for a new stream). The same ids at
   * the same revision give the first answer again. Throws {@link WrongExpectedRevision}, {@link EventStoreUnavailable},
   * {@link EventStoreFenced}; RangeError for what is not well formed. To be kept below 1 MB: KurrentDB takes no more.
   */
  append(stream: string, expectedRevision: number, events: readonly EventToAppend[]): Promise<Appended>;
  /** Events of one stream in order; none where it does not exist. */
  readStream(stream: string, options: ReadStream): Promise<readonly StoredEvent[]>;
  /** A run of the feed in order of position. Throws {@link EventStoreFenced} where the feed went backwards. */
  readFeed(options: ReadFeed): Promise<FeedBatch>;
  /**
   * The feed from a position on, for ever: first what is there, then what comes. Batches are read when asked for
   * (backpressure); one with no events still moves `position` on, or says that the end has been reached. Ends when the
   * signal aborts; throws {@link EventStoreUnavailable}, and is then to be opened anew from the last position, or
   * {@link EventStoreFenced}.
   */
  subscribe(options: ReadFeed & { readonly signal: AbortSignal }): AsyncIterable<FeedBatch>;
  /** The position of the newest event; {@link START} where there is none. Throws as {@link EventStore.readFeed} does. */
  head(): Promise<bigint>;
  /** Resolves if the store answers; throws {@link EventStoreUnavailable}, {@link EventStoreFenced}. */
  ping(): Promise<void>;
  /** Answers or rejects the appends under way. Every later call throws {@link EventStoreUnavailable}. */
  close(): Promise<void>;
}
