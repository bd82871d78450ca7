import { setTimeout } from 'node:timers/promises';
import { EventStoreUnavailable, type FeedBatch } from '../event-store.js';
import { isPassing } from './failures.js';
import type { FeedReader } from './feed-reader.js';
import { pauseBefore, type Timing } from './timing.js';

/** While it catches up, a subscription gives what it has at least so often, in milliseconds. */
const LINGER = 100;

export interface SubscriptionOptions {
  readonly after: bigint;
  readonly limit: number;
  readonly timing: Timing;
  readonly open: (after: bigint) => Promise<FeedReader>;
}

/**
 * A subscription that comes back: where the server ends or fails it, or is silent, it is opened anew from the position
 * last given. An idle server is silent too; to open anew is then a cheap way to learn that it is there.
 */
export class Subscription {
  readonly #cancelled = new AbortController();
  #reader: FeedReader | undefined;
  #after: bigint;
  #failures = 0;
  #failingSince = 0;

  constructor(private readonly options: SubscriptionOptions) {
    this.#after = options.after;
  }

  /** The next run. Throws what will not pass, and EventStoreUnavailable where the server has failed for too long. */
  async next(): Promise<FeedBatch> {
    for (;;) {
      try {
        const batch = await this.#run();
        this.#failures = 0;
        this.#after = batch.position;
        return batch;
      } catch (error) {
        this.#drop();
        await this.#pauseAfter(error);
      }
    }
  }

  cancel(): void {
    this.#cancelled.abort();
    this.#drop();
  }

  async #run(): Promise<FeedBatch> {
    this.#ensureWanted();
    const { limit, timing, open } = this.options;
    this.#reader ??= await open(this.#after);
    this.#ensureWanted();
    return this.#reader.run({ limit, silence: timing.silence, linger: LINGER });
  }

  async #pauseAfter(reason: unknown): Promise<void> {
    const { timing } = this.options;
    if (this.#failures === 0) this.#failingSince = performance.now();
    this.#failures += 1;
    if (!isPassing(reason) || performance.now() - this.#failingSince > timing.patience) throw reason;
    const { signal } = this.#cancelled;
    await setTimeout(pauseBefore(this.#failures, timing), undefined, { signal }).catch(() => undefined);
    this.#ensureWanted();
  }

  #drop(): void {
    this.#reader?.cancel();
    this.#reader = undefined;
  }

  #ensureWanted(): void {
    if (!this.#cancelled.signal.aborted) return;
    this.#drop();
    throw new EventStoreUnavailable('KurrentDB: the subscription is cancelled');
  }
}
