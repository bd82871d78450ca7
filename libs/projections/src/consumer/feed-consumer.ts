import { START, type EventStore, type FeedBatch, type FeedFilter } from '@touchstream/event-store';
import type { StoredEvent } from '@touchstream/events';
import type { Checkpoint, Generation, Parked, ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { Doorbell } from '../doorbell.js';
import { feedEnds, lag, type FeedEnds } from '../feed-ends.js';
import { observed } from '../group/observer.js';
import { ParkedKeys, type ParkedSummary } from '../group/parked-keys.js';
import { underLease, type Held, type LeaseTerms, type ViewWriter } from '../lease/index.js';
import {
  FeedWentBackwards,
  Life,
  LoopStopped,
  type Backoff,
  type LifeStatus,
  type StateChange,
} from '../life/index.js';
import { Subscription } from '../subscription.js';
import { Conditions, type WaitOptions } from '../waiting/conditions.js';
import { announce } from '../waiting/when-view-at.js';
import { bookOf, openBook } from './book.js';

export interface ConsumerTuning {
  /** Events per batch. 1 to 1,000. */
  readonly batch: number;
  /** How often an idle consumer shows that it lives and looks at the head of the feed, in milliseconds. */
  readonly tickMs: number;
  readonly backoff: Backoff;
}

const defaultTuning: ConsumerTuning = { batch: 500, tickMs: 1000, backoff: { firstMs: 50, mostMs: 30_000 } };

/** A run of the feed: what comes after a position, up to another. */
export interface Run {
  readonly after: bigint;
  readonly position: bigint;
}

export interface FeedConsumerOptions {
  /** Names its checkpoint. */
  readonly name: string;
  readonly eventStore: Pick<EventStore, 'head' | 'readFeed' | 'subscribe'>;
  /** Keeps the checkpoint, and which events had to be left out. */
  readonly viewStore: ViewStore;
  readonly filter?: FeedFilter;
  /**
   * Takes a run of the feed in, and gives those events it had to leave out, by reference. What it throws is tried again, from
   * the stored checkpoint on: so it must bear being given an event again.
   */
  readonly consume: (events: readonly StoredEvent[], book: View, run: Run) => Promise<readonly Parked[]>;
  /** Left out where no other process can do this work. */
  readonly lease?: LeaseTerms;
  /** Where to begin, where that may be further than the stored checkpoint. */
  readonly begin?: () => Promise<bigint>;
  readonly onState?: (change: StateChange & { readonly loop: string }) => void;
  readonly tuning?: Partial<ConsumerTuning>;
}

export interface ConsumerStatus extends LifeStatus {
  /** Everything up to here has been taken in, or is `skipped`; undefined before the first start, and while another process does the work. */
  readonly position?: bigint;
  /** The newest position of the feed, as last seen. */
  readonly head: bigint;
  /** As for a view. */
  readonly lagEvents: number;
  readonly lagSeconds: number;
  /** Events that were left out, by stream. */
  readonly skipped: ParkedSummary;
}

/**
 * A loop that does something with each event of the feed, in order, at least once: the relay publishes them, reactors send
 * commands. Its checkpoint moves when that is done.
 */
export class FeedConsumer {
  private readonly life: Life;
  private readonly tuning: ConsumerTuning;
  private readonly book: View;
  private readonly bell = new Doorbell();
  private readonly conditions = new Conditions();
  private generation: Generation | undefined;
  private skipped = new ParkedKeys(new Map());
  private checkpoint: Checkpoint | undefined;
  /** The end of the last run that was taken in; its checkpoint may be under way. */
  private taken = START;
  private committing: Promise<void> = Promise.resolve();
  private ends: FeedEnds = { head: START, begun: undefined };

  constructor(private readonly options: FeedConsumerOptions) {
    const { name, viewStore: store, lease } = options;
    this.tuning = { ...defaultTuning, ...options.tuning };
    this.book = bookOf(name);
    this.life = new Life({
      run: signal => underLease({ name, store, lease, life: this.life, work: held => this.work(held) }, signal),
      backoff: this.tuning.backoff,
      onState: change => this.changed(change),
    });
  }

  /** Starts the loop; nothing happens where it runs already. */
  start(): void {
    this.life.start();
  }

  /** Lets the running batch finish and ends the loop. The stores stay open. */
  async stop(): Promise<void> {
    await this.life.stop();
  }

  status(): ConsumerStatus {
    const { checkpoint, ends } = this;
    return {
      ...this.life.status(),
      ...(checkpoint !== undefined && { position: checkpoint.position }),
      head: ends.head,
      ...lag(ends, checkpoint ?? { position: ends.head }),
      skipped: this.skipped.summary(),
    };
  }

  /** Resolves when everything up to the position, by default the newest one, has been taken in. */
  async whenCaughtUp(wait: WaitOptions & { readonly position?: bigint }): Promise<void> {
    if (!this.life.isRunning) throw new LoopStopped(`${this.options.name} does not run`);
    const position = wait.position ?? (await this.options.eventStore.head());
    const isAt = () => this.checkpoint !== undefined && this.checkpoint.position >= position;
    await this.conditions.until(isAt, wait);
  }

  private async work(held: Held): Promise<void> {
    const { eventStore, filter } = this.options;
    const { signal: stopping } = held;
    const after = await this.open(held);
    const ending = new AbortController();
    const onAbort = () => {
      ending.abort();
      this.bell.ring();
    };
    stopping.addEventListener('abort', onAbort);
    const { signal } = ending;
    const feed = eventStore.subscribe({ after, limit: this.tuning.batch, signal, ...(filter && { filter }) });
    const subscription = new Subscription(feed, this.bell.ring);
    try {
      while (!stopping.aborted) await this.turn(subscription, held);
    } finally {
      stopping.removeEventListener('abort', onAbort);
      ending.abort();
      await this.committing.catch(() => undefined);
      await subscription.close();
    }
  }

  private async open({ store }: Held): Promise<bigint> {
    const { begin } = this.options;
    this.generation = await openBook(store, this.book);
    this.skipped = new ParkedKeys(await store.parkedKeys(this.generation));
    const stored = this.generation.checkpoint;
    const further = (await begin?.()) ?? stored.position;
    // After all that is compared with it, for the feed goes on meanwhile.
    await this.lookAtHead();
    this.checkpoint = stored;
    this.committing = Promise.resolve();
    this.ensureForwards(further > stored.position ? further : stored.position);
    if (further > stored.position) await this.commit(store, { position: further }, []);
    this.conditions.changed();
    this.life.enter('catching-up');
    this.taken = this.checkpoint.position;
    return this.taken;
  }

  private async turn(subscription: Subscription, held: Held): Promise<void> {
    const batch = subscription.take();
    if (batch === undefined) {
      await this.committing;
      await this.bell.wait(this.tuning.tickMs);
      await this.lookAtHead();
      this.ensureForwards();
      this.life.beat();
      return;
    }
    await this.take(batch, held);
  }

  /** The checkpoint of a batch is committed while the next one is taken in. */
  private async take({ events, position, caughtUp }: FeedBatch, { store, ensureHeld }: Held): Promise<void> {
    ensureHeld();
    const run = { after: this.taken, position };
    const skipped = events.length === 0 ? [] : await this.options.consume(events, this.book, run);
    this.taken = position;
    await this.committing;
    const recordedAt = events.at(-1)?.recordedAt ?? this.checkpoint?.recordedAt;
    this.committing = this.remember(store, { position, recordedAt }, { skipped, caughtUp });
    // Whoever waits for it is told.
    this.committing.catch(() => undefined);
  }

  private async remember(
    store: ViewWriter,
    checkpoint: Checkpoint,
    { skipped, caughtUp }: { readonly skipped: readonly Parked[]; readonly caughtUp: boolean },
  ): Promise<void> {
    await this.commit(store, checkpoint, skipped);
    this.life.succeeded();
    this.life.enter(caughtUp ? 'live' : 'catching-up');
  }

  private async commit(store: ViewWriter, checkpoint: Checkpoint, park: readonly Parked[]): Promise<void> {
    const { generation, book } = this;
    if (generation === undefined || checkpoint.position === this.checkpoint?.position) return;
    await store.commit([{ generation, view: book, writes: [], checkpoint, park }]);
    this.checkpoint = checkpoint;
    if (checkpoint.position > this.ends.head) this.ends = { ...this.ends, head: checkpoint.position };
    this.skipped.add(park);
    announce(book.name);
    this.conditions.changed();
  }

  private async lookAtHead(): Promise<void> {
    this.ends = await feedEnds(this.options.eventStore, this.ends);
  }

  private ensureForwards(position = this.checkpoint?.position ?? START): void {
    const { head } = this.ends;
    if (position > head) throw new FeedWentBackwards(head, position);
  }

  private changed(change: StateChange): void {
    const { name, onState } = this.options;
    observed(() => onState?.({ loop: name, ...change }));
    if (change.to === 'standby') this.checkpoint = this.generation = undefined;
    if (change.to === 'stopped' || change.to === 'failed')
      this.conditions.fail(new LoopStopped(`${name} is ${change.to}`));
  }
}
