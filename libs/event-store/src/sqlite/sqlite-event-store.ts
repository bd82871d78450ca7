import { setImmediate } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { StoredEvent } from '@touchstream/events';
import { attempt } from '@touchstream/sqlite-file';
import { ensureAppend, ensureReadFeed, ensureReadStream } from '../checks.js';
import {
  EventStoreFenced,
  EventStoreUnavailable,
  START,
  type Appended,
  type EventStore,
  type EventToAppend,
  type FeedBatch,
  type ReadFeed,
  type ReadStream,
} from '../event-store.js';
import { Appender } from './appender.js';
import { openEventDatabase, type EventDatabase, type EventDatabaseOptions } from './event-database.js';
import { failure } from './failures.js';
import { FeedQuery } from './feed-query.js';
import { FollowedPlaces } from './followed-places.js';
import { GroupCommit, type AppendStats, type CommitBounds } from './group-commit.js';
import { Growth } from './growth.js';
import { IndexMerge } from './index-merge.js';
import { Rows, type Row } from './rows.js';
import { StreamIndex } from './stream-index.js';
import { TypeNames } from './type-names.js';

const SHARED: CommitBounds = { appends: 1_000, bytes: 4 * 1024 * 1024 };
const ALONE: CommitBounds = { appends: 1, bytes: 0 };
/** How often a subscription in another process than the writer's looks for new events, in milliseconds. */
const POLL = 20;

export interface SqliteEventStoreOptions extends EventDatabaseOptions {
  /** Whether appends that come together are made durable together. On, unless to measure what it brings. */
  readonly groupCommit?: boolean;
  /** Milliseconds since 1970, UTC. */
  readonly clock?: () => number;
  /** So many events wait to be merged into the index of streams; some 32,000, unless to test with few. */
  readonly mostUnmerged?: number;
}

/**
 * The event store in one SQLite file: one process writes, any number read. Appends are written by a thread of their own. What
 * reads runs in the caller's thread, so each is bounded, and every run of the feed is read in a turn of the event loop of its own.
 */
export class SqliteEventStore implements EventStore {
  readonly #database: EventDatabase;
  readonly #rows: Rows;
  readonly #feed: FeedQuery;
  readonly #index: StreamIndex;
  /** In one transaction, in which what is read of the file is read once. */
  readonly #rowsOf: (stream: string, number: number | undefined, options: Required<ReadStream>) => readonly Row[];
  readonly #newest: Database.Statement<[], bigint>;
  readonly #growth: Growth;
  /** Undefined where opened for reading only. */
  readonly #commits: GroupCommit | undefined;
  /** Undefined likewise. */
  readonly #appender: Appender | undefined;
  #closed = false;

  /**
   * Opens the file. Throws EventStoreFenced where another writer has it, EventStoreUnavailable where it cannot be
   * opened now, EventStoreIncompatible where it never will be.
   */
  static async open(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    return new SqliteEventStore(openEventDatabase(options), options);
  }

  /** On a file that is open; {@link open} is the usual way. */
  constructor(
    database: EventDatabase,
    { groupCommit = true, clock = Date.now, mostUnmerged }: Omit<SqliteEventStoreOptions, 'path'>,
  ) {
    const { db, writer } = database;
    this.#database = database;
    const types = new TypeNames(db);
    this.#rows = new Rows(db, types);
    this.#feed = new FeedQuery(db, this.#rows, types);
    this.#rowsOf = db.transaction((stream: string, known: number | undefined, options: Required<ReadStream>) => {
      const number = known ?? this.#index.numberOf(stream);
      return number === undefined ? [] : this.#rows.at(this.#index.positions(number, options));
    });
    this.#newest = db.prepare<[], bigint>('SELECT position FROM events ORDER BY position DESC LIMIT 1').pluck();
    this.#growth = new Growth(db.readonly ? POLL : undefined);
    if (writer === undefined) {
      this.#index = new StreamIndex(db, new FollowedPlaces(db));
      return;
    }
    const merge = new IndexMerge(db, mostUnmerged);
    this.#index = new StreamIndex(db, merge);
    this.#appender = new Appender(db, { types, rows: this.#rows, index: this.#index, merge }, writer, clock);
    this.#commits = new GroupCommit(this.#appender, {
      path: db.name,
      bounds: groupCommit ? SHARED : ALONE,
      onCommitted: () => this.#growth.wake(),
    });
  }

  /** What this store has written since it was opened. */
  stats(): AppendStats {
    return this.#commits?.stats ?? { commits: 0, appends: 0, events: 0 };
  }

  async append(stream: string, expectedRevision: number, events: readonly EventToAppend[]): Promise<Appended> {
    this.#ensureOpen();
    ensureAppend(stream, expectedRevision, events);
    if (this.#commits === undefined)
      throw new EventStoreFenced(`${this.#database.db.name}: opened for reading only, so it takes no append`);
    return this.#commits.append({ stream, expectedRevision, events });
  }

  async readStream(stream: string, { direction, from, limit }: ReadStream): Promise<readonly StoredEvent[]> {
    ensureReadStream({ direction, from, limit });
    const start = from ?? (direction === 'forwards' ? 0 : Number.MAX_SAFE_INTEGER);
    return this.#read(() => this.#events(stream, { direction, from: start, limit }));
  }

  async readFeed(options: ReadFeed): Promise<FeedBatch> {
    ensureReadFeed(options);
    // Whoever reads the whole feed, run after run, leaves others their turn.
    await setImmediate();
    return this.#read(() => this.#run(options));
  }

  async *subscribe({ signal, ...options }: ReadFeed & { readonly signal: AbortSignal }): AsyncGenerator<FeedBatch> {
    let { after } = options;
    let caughtUp = false;
    while (!signal.aborted) {
      const batch = await this.readFeed({ ...options, after });
      if (signal.aborted) return;
      if (batch.position > after || batch.caughtUp !== caughtUp) yield batch;
      ({ position: after, caughtUp } = batch);
      if (caughtUp && !signal.aborted && !this.#read(() => this.#head() > after)) await this.#growth.wait(signal);
    }
  }

  async head(): Promise<bigint> {
    return this.#read(() => this.#head());
  }

  async ping(): Promise<void> {
    this.#read(() => this.#newest.get());
    this.#commits?.ensureWriter();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#commits?.drain();
    await this.#database.close();
    this.#growth.wake();
  }

  #events(stream: string, options: Required<ReadStream>): readonly StoredEvent[] {
    const end = this.#appender?.endOf(stream);
    if (end !== undefined && end.revision < (options.direction === 'forwards' ? options.from : 0)) return [];
    const rows = this.#rowsOf(stream, end?.number, options);
    return this.#rows.events(rows);
  }

  #run({ after, limit, filter }: ReadFeed): FeedBatch {
    const head = this.#head();
    if (head <= after) return { events: [], position: after, caughtUp: true };
    const { rows, position } = this.#feed.run({ after, upTo: head, limit }, filter);
    return { events: this.#rows.events(rows), position, caughtUp: position === head };
  }

  #head(): bigint {
    return this.#newest.get() ?? START;
  }

  #read<T>(read: () => T): T {
    this.#ensureOpen();
    return attempt(this.#database.db.name, failure, read);
  }

  #ensureOpen(): void {
    if (this.#closed) throw new EventStoreUnavailable(`${this.#database.db.name}: the event store is closed`);
  }
}
