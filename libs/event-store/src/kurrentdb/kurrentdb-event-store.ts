import { setMaxListeners } from 'node:events';
import type { StoredEvent } from '@touchstream/events';
import { ensureAppend, ensureReadFeed, ensureReadStream } from '../checks.js';
import {
  EventStoreFenced,
  EventStoreUnavailable,
  START,
  type Appended,
  type EventStore,
  type EventToAppend,
  type FeedBatch,
  type FeedFilter,
  type ReadFeed,
  type ReadStream,
} from '../event-store.js';
import { Appender } from './appender.js';
import { Connection, type CallBounds } from './connection.js';
import { FeedReader } from './feed-reader.js';
import { storedEvents } from './recorded.js';
import { everythingRequest, feedRequest, newestRequest, streamRequest } from './requests.js';
import { Subscription } from './subscription.js';
import { usualTiming, type Timing } from './timing.js';

export interface KurrentDbEventStoreOptions {
  /**
   * `esdb://user:password@host:2113?tls=true&tlsCAFile=ca.crt`, `esdb+discover://…` for a cluster, or the same with
   * `kurrentdb`. The server is to be of version 23.10 or newer: before it, none said that a subscription had caught up.
   */
  readonly url: string;
  /** To read only; an append is then refused. */
  readonly readOnly?: boolean;
  readonly timing?: Partial<Timing>;
}

/** The promise's outcome, or nothing as soon as the signal aborts. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  let leave = (): void => undefined;
  const aborted = new Promise<undefined>(resolve => {
    leave = () => resolve(undefined);
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
  });
  try {
    return await Promise.race([promise, aborted]);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/**
 * The event store on KurrentDB (formerly EventStoreDB). Every call has a deadline of its own. A feed that has become
 * shorter than what was read of it, as a leader may bring it about that lost its tail, fences the store for good.
 * Whether an append was `repeated` is exact among the appends of one process; of two processes that send the same
 * append in the same instant, both may be told that theirs was the first.
 */
export class KurrentDbEventStore implements EventStore {
  readonly #connection: Connection;
  readonly #timing: Timing;
  readonly #closed = new AbortController();
  /** Undefined where opened for reading only. */
  readonly #appender: Appender | undefined;
  #highest = START;
  #fenced: EventStoreFenced | undefined;

  /** Opens a connection, which is made at the first call: a server that is down is found out by {@link ping}. */
  static async open(options: KurrentDbEventStoreOptions): Promise<KurrentDbEventStore> {
    return new KurrentDbEventStore(options);
  }

  private constructor({ url, readOnly = false, timing = {} }: KurrentDbEventStoreOptions) {
    this.#timing = { ...usualTiming, ...timing };
    this.#connection = new Connection(url);
    setMaxListeners(Infinity, this.#closed.signal);
    if (!readOnly) this.#appender = new Appender(this.#connection, this.#timing, this.#closed.signal);
  }

  async append(stream: string, expectedRevision: number, events: readonly EventToAppend[]): Promise<Appended> {
    this.#ensureOpen();
    ensureAppend(stream, expectedRevision, events);
    if (this.#fenced !== undefined) throw this.#fenced;
    if (this.#appender === undefined)
      throw new EventStoreFenced('KurrentDB: opened for reading only, so it takes no append');
    const appended = await this.#appender.append({ stream, expected: expectedRevision, events });
    this.#see(appended.position);
    return appended;
  }

  async readStream(stream: string, options: ReadStream): Promise<readonly StoredEvent[]> {
    ensureReadStream(options);
    this.#ensureOpen();
    return storedEvents(await this.#connection.read(streamRequest(stream, options), this.#timing));
  }

  async readFeed({ after, limit, filter }: ReadFeed): Promise<FeedBatch> {
    ensureReadFeed({ after, limit, filter });
    const head = await this.#headFrom(after);
    if (head === after) return { events: [], position: after, caughtUp: true };
    const { deadline } = this.#timing;
    const reader = await this.#openReader({ after, filter, head });
    try {
      const batch = await reader.run({ limit, silence: deadline, linger: deadline });
      if (batch.position === after && !batch.caughtUp)
        throw new EventStoreUnavailable(`KurrentDB: nothing of the feed came within ${deadline} ms`);
      return this.#given(batch);
    } finally {
      reader.cancel();
    }
  }

  async *subscribe({ signal, ...options }: ReadFeed & { readonly signal: AbortSignal }): AsyncGenerator<FeedBatch> {
    ensureReadFeed(options);
    this.#ensureWhole();
    const { filter } = options;
    let { after } = options;
    let caughtUp = false;
    const ended = AbortSignal.any([signal, this.#closed.signal]);
    setMaxListeners(Infinity, signal, ended);
    const open = async (from: bigint) => this.#openReader({ after: from, filter, head: await this.#headFrom(from) });
    const subscription = new Subscription({ ...options, timing: this.#timing, open });
    try {
      for (;;) {
        const batch = ended.aborted ? undefined : await unlessAborted(subscription.next(), ended);
        if (signal.aborted) return;
        this.#ensureWhole();
        if (batch === undefined) return;
        const told = batch.position > after || batch.caughtUp !== caughtUp;
        ({ position: after, caughtUp } = this.#given(batch));
        if (told) yield batch;
      }
    } finally {
      subscription.cancel();
    }
  }

  head(): Promise<bigint> {
    return this.#headFrom(START);
  }

  async ping(): Promise<void> {
    await this.head();
  }

  async close(): Promise<void> {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    await this.#connection.close();
  }

  async #openReader(options: {
    readonly after: bigint;
    readonly filter: FeedFilter | undefined;
    readonly head: bigint;
  }): Promise<FeedReader> {
    const request = feedRequest(options.after, options.filter);
    const call = await this.#connection.subscribe(request, this.#timing);
    return new FeedReader(call, { ...options, readHead: () => this.head() });
  }

  /** The position of the newest event, as the leader has it; never before one that was seen. */
  async #headFrom(after: bigint): Promise<bigint> {
    this.#ensureWhole();
    const seen = after > this.#highest ? after : this.#highest;
    const [newest] = storedEvents(await this.#connection.read(newestRequest(), this.#fromLeader));
    // An answer may break off before anything came; that a feed lost all it had is seen when it has something again.
    if (newest === undefined && (seen > START || !(await this.#isEmpty())))
      throw new EventStoreUnavailable('KurrentDB: an answer ended without the newest event');
    const head = newest?.position ?? START;
    if (head < seen) {
      this.#fenced = new EventStoreFenced(
        `KurrentDB: the feed ends at ${head}, and had been at ${seen}: the server has lost events`,
      );
      throw this.#fenced;
    }
    this.#see(head);
    return head;
  }

  /**
   * Whether the server says that it has nothing: a read of nothing ends as one that broke off does, while a subscription is told that it
   * has caught up.
   */
  async #isEmpty(): Promise<boolean> {
    const { deadline } = this.#timing;
    const call = await this.#connection.subscribe(everythingRequest(), this.#fromLeader);
    const readHead = () => Promise.resolve(START);
    const reader = new FeedReader(call, { after: START, filter: undefined, head: START, readHead });
    try {
      const { position, caughtUp } = await reader.run({ limit: 1, silence: deadline, linger: deadline });
      return caughtUp && position === START;
    } finally {
      reader.cancel();
    }
  }

  get #fromLeader(): CallBounds {
    return { ...this.#timing, leader: true };
  }

  #given(batch: FeedBatch): FeedBatch {
    this.#see(batch.position);
    return batch;
  }

  #see(position: bigint): void {
    if (position > this.#highest) this.#highest = position;
  }

  /** A feed that has lost its end is no feed any more, however much is appended to it later. */
  #ensureWhole(): void {
    this.#ensureOpen();
    if (this.#fenced !== undefined) throw this.#fenced;
  }

  #ensureOpen(): void {
    if (this.#closed.signal.aborted) throw new EventStoreUnavailable('KurrentDB: the event store is closed');
  }
}
