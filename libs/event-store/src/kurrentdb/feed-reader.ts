import { setImmediate, setTimeout } from 'node:timers/promises';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientReadableStream } from '@grpc/grpc-js';
import type { StoredEvent } from '@touchstream/events';
import { EventStoreUnavailable, type FeedBatch, type FeedFilter } from '../event-store.js';
import { failure } from './failures.js';
import { checkpointPosition, ensureOrdered, storedEvent } from './recorded.js';

type Next = IteratorResult<ReadResp, unknown>;

export interface FeedReaderOptions {
  readonly after: bigint;
  readonly filter: FeedFilter | undefined;
  /** The position of the newest event when the subscription was opened. */
  readonly head: bigint;
  /** Reads the position of the newest event. */
  readonly readHead: () => Promise<bigint>;
}

export interface RunBounds {
  /** At most so many events. */
  readonly limit: number;
  /** How long to wait for the first message, in milliseconds; then the subscription is taken for dead. */
  readonly silence: number;
  /** How long to go on gathering while the end has not been reached, in milliseconds. */
  readonly linger: number;
}

/** Whether an event is to be given: no event of the server's own, and exactly what the filter says. */
const passes = (filter: FeedFilter | undefined, { type, stream }: StoredEvent): boolean => {
  if (type.startsWith('$')) return false;
  if (filter === undefined) return true;
  if ('types' in filter) return filter.types.includes(type);
  return filter.streamPrefixes.some(prefix => stream.startsWith(prefix));
};

/** One subscription, read in runs when asked for. What the server says is taken in the order in which it said it. */
export class FeedReader {
  readonly #messages: AsyncIterator<ReadResp>;
  #next: Promise<Next> | undefined;
  #position: bigint;
  #head: bigint;
  #live = false;

  constructor(
    private readonly call: ClientReadableStream<ReadResp>,
    private readonly options: FeedReaderOptions,
  ) {
    this.#messages = call[Symbol.asyncIterator]() as AsyncIterator<ReadResp>;
    this.#position = options.after;
    this.#head = options.head;
  }

  /** The next run; it may hold no event. Throws where the server is silent, or ends or fails the subscription. */
  async run({ limit, silence, linger }: RunBounds): Promise<FeedBatch> {
    const first = await this.#message(silence);
    if (first === undefined) throw new EventStoreUnavailable(`KurrentDB: silent for ${silence} ms`);
    const events: StoredEvent[] = [];
    const end = performance.now() + linger;
    for (let message: ReadResp | undefined = first; message !== undefined;) {
      await this.#take(message, events);
      if (events.length === limit) break;
      message = await this.#message(this.#live ? 0 : Math.max(0, end - performance.now()));
    }
    const caughtUp = this.#live && (await this.#arrived(0)) === undefined;
    return { events, position: this.#position, caughtUp };
  }

  cancel(): void {
    this.call.cancel();
  }

  /** Undefined where nothing came within the time, if that was to be expected. */
  async #message(wait: number): Promise<ReadResp | undefined> {
    const arrived = await this.#arrived(wait);
    if (arrived === undefined) return undefined;
    this.#next = undefined;
    if (arrived.done === true) throw new EventStoreUnavailable('KurrentDB: the server ended the subscription');
    return arrived.value;
  }

  async #arrived(wait: number): Promise<Next | undefined> {
    this.#next ??= this.#messages.next();
    const leave = new AbortController();
    const { signal } = leave;
    const timeout = wait === 0 ? setImmediate(undefined, { signal }) : setTimeout(wait, undefined, { signal });
    try {
      return await Promise.race([this.#next, timeout.catch(() => undefined)]);
    } catch (error) {
      throw failure(error);
    } finally {
      leave.abort();
    }
  }

  async #take(message: ReadResp, events: StoredEvent[]): Promise<void> {
    if (message.hasCaughtUp()) this.#catchUp();
    if (message.hasFellBehind()) this.#live = false;
    const checkpoint = message.getCheckpoint();
    const reached = checkpoint && checkpointPosition(checkpoint);
    if (reached !== undefined) await this.#reach(reached);
    const recorded = message.getEvent()?.getEvent();
    if (recorded === undefined) return;
    ensureOrdered(recorded);
    const event = storedEvent(recorded);
    this.#position = event.position;
    if (passes(this.options.filter, event)) events.push(event);
  }

  #catchUp(): void {
    this.#live = true;
    this.#moveTo(this.#head);
  }

  /**
   * A checkpoint may stand beyond the newest event, where the server keeps records of its own. A position that is
   * given out never does: were it later found beyond the newest event, events would have been lost.
   */
  async #reach(position: bigint): Promise<void> {
    if (position > this.#head) this.#head = await this.options.readHead();
    this.#moveTo(position < this.#head ? position : this.#head);
  }

  #moveTo(position: bigint): void {
    if (position > this.#position) this.#position = position;
  }
}
