import type { EventBus } from '@touchstream/event-bus';
import { START, type EventStore, type FeedBatch } from '@touchstream/event-store';
import type { Checkpoint, Generation, Parked, ViewStore } from '@touchstream/view-store';
import { Doorbell } from '../doorbell.js';
import { observed } from '../group/observer.js';
import { ParkedKeys, type ParkedSummary } from '../group/parked-keys.js';
import { lag } from '../group/status.js';
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
import { PublicEvents } from './public-event.js';
import { translate } from './translate.js';

/** For metrics and logs. What an observer throws becomes a process warning and disturbs nothing. */
export interface RelayObserver {
  onPublished?(work: { readonly events: number; readonly messages: number; readonly millis: number }): void;
  /** Events that could not be made public. */
  onSkipped?(events: readonly Parked[]): void;
  onState?(change: StateChange & { readonly loop: string }): void;
}

export interface RelayTuning {
  /** Events per call of the bus. 1 to 1,000. */
  readonly batch: number;
  /** How often an idle relay shows that it lives and looks at the head of the feed, in milliseconds. */
  readonly tickMs: number;
  readonly backoff: Backoff;
}

const defaultTuning: RelayTuning = { batch: 500, tickMs: 1000, backoff: { firstMs: 50, mostMs: 30_000 } };

export interface RelayOptions {
  /** Names its checkpoint. */
  readonly name: string;
  readonly eventStore: EventStore;
  /** Keeps the relay's checkpoint, and which events it had to leave out. */
  readonly viewStore: ViewStore;
  readonly bus: EventBus;
  /**
   * The position of the last message on the bus, where the bus can tell: a relay whose checkpoint was lost (with the views,
   * which can be rebuilt) then goes on from there instead of publishing everything again.
   */
  readonly lastPublished?: () => Promise<bigint>;
  /** Topics whose readers are granted the personal fields; none by default. */
  readonly personalTopics?: readonly string[];
  readonly observer?: RelayObserver;
  readonly tuning?: Partial<RelayTuning>;
}

export interface RelayStatus extends LifeStatus {
  readonly relay: string;
  /** Everything up to here has been published, or is `skipped`; undefined before the first start. */
  readonly position?: bigint;
  /** The newest position of the feed, as last seen. */
  readonly head: bigint;
  /** As for a view. */
  readonly lagEvents: number;
  readonly lagSeconds: number;
  /** Messages the bus has answered for since this relay was made. */
  readonly published: number;
  /** Events that are missing from the public feed, as they cannot be read by this program. By stream. */
  readonly skipped: ParkedSummary;
}

/**
 * Publishes the events of the feed: each as the CloudEvent that {@link PublicEvents} makes of it, in order, at least once. The
 * checkpoint moves after the bus has answered. An event that cannot be read does not stop the feed: it is left out, stands in
 * the status, and consumers see the gap in the revisions of its stream.
 */
export class Relay {
  private readonly life: Life;
  private readonly tuning: RelayTuning;
  private readonly events: PublicEvents;
  private readonly book;
  private readonly bell = new Doorbell();
  private readonly conditions = new Conditions();
  private generation: Generation | undefined;
  private skipped = new ParkedKeys(new Map());
  private checkpoint: Checkpoint | undefined;
  private head = START;
  private published = 0;

  constructor(private readonly options: RelayOptions) {
    this.tuning = { ...defaultTuning, ...options.tuning };
    this.events = new PublicEvents(new Set(options.personalTopics));
    this.book = bookOf(options.name);
    this.life = new Life({
      run: signal => this.run(signal),
      backoff: this.tuning.backoff,
      onState: change => this.changed(change),
    });
  }

  /** Starts the loop; nothing happens where it runs already. */
  start(): void {
    this.life.start();
  }

  /** Lets the running batch finish and ends the loop. Stores and bus stay open. */
  async stop(): Promise<void> {
    await this.life.stop();
  }

  status(): RelayStatus {
    const { checkpoint, head, published } = this;
    return {
      relay: this.options.name,
      ...this.life.status(),
      ...(checkpoint !== undefined && { position: checkpoint.position }),
      head,
      ...lag(head, checkpoint ?? { position: head }),
      published,
      skipped: this.skipped.summary(),
    };
  }

  /** Resolves when everything up to the position, by default the newest one, has been published. */
  async whenCaughtUp(wait: WaitOptions & { readonly position?: bigint }): Promise<void> {
    if (!this.life.isRunning) throw new LoopStopped(`the relay ${this.options.name} does not run`);
    const position = wait.position ?? (await this.options.eventStore.head());
    const isAt = () => this.checkpoint !== undefined && this.checkpoint.position >= position;
    await this.conditions.until(isAt, wait);
  }

  private async run(stopping: AbortSignal): Promise<void> {
    const after = await this.open();
    const ending = new AbortController();
    const onAbort = () => {
      ending.abort();
      this.bell.ring();
    };
    stopping.addEventListener('abort', onAbort);
    const { signal } = ending;
    const feed = this.options.eventStore.subscribe({ after, limit: this.tuning.batch, signal });
    const subscription = new Subscription(feed, this.bell.ring);
    try {
      while (!stopping.aborted) await this.turn(subscription);
    } finally {
      stopping.removeEventListener('abort', onAbort);
      ending.abort();
      await subscription.close();
    }
  }

  private async open(): Promise<bigint> {
    const { viewStore, lastPublished } = this.options;
    await this.lookAtHead();
    this.generation = await openBook(viewStore, this.book);
    this.skipped = new ParkedKeys(await viewStore.parkedKeys(this.generation));
    const stored = this.generation.checkpoint;
    const onBus = (await lastPublished?.()) ?? stored.position;
    this.checkpoint = onBus > stored.position ? { position: onBus } : stored;
    this.ensureForwards();
    this.conditions.changed();
    this.life.enter('catching-up');
    return this.checkpoint.position;
  }

  private async turn(subscription: Subscription): Promise<void> {
    const batch = subscription.take();
    if (batch === undefined) {
      await this.bell.wait(this.tuning.tickMs);
      await this.lookAtHead();
      this.ensureForwards();
      this.life.beat();
      return;
    }
    await this.forward(batch);
    this.life.succeeded();
    this.life.enter(batch.caughtUp ? 'live' : 'catching-up');
  }

  private async forward({ events, position }: FeedBatch): Promise<void> {
    const started = performance.now();
    const { messages, skipped } = translate(events, this.events, this.book);
    if (messages.length > 0) await this.options.bus.publish(messages);
    await this.commit({ position, recordedAt: events.at(-1)?.recordedAt ?? this.checkpoint?.recordedAt }, skipped);
    this.published += messages.length;
    const { observer } = this.options;
    const work = { events: events.length, messages: messages.length, millis: performance.now() - started };
    observed(() => observer?.onPublished?.(work));
    if (skipped.length > 0) observed(() => observer?.onSkipped?.(skipped));
  }

  private async commit(checkpoint: Checkpoint, park: readonly Parked[]): Promise<void> {
    const { generation, book } = this;
    if (generation === undefined || checkpoint.position === this.checkpoint?.position) return;
    await this.options.viewStore.commit([{ generation, view: book, writes: [], checkpoint, park }]);
    this.checkpoint = checkpoint;
    if (checkpoint.position > this.head) this.head = checkpoint.position;
    this.skipped.add(park);
    announce(book.name);
    this.conditions.changed();
  }

  private async lookAtHead(): Promise<void> {
    this.head = await this.options.eventStore.head();
  }

  private ensureForwards(): void {
    if (this.checkpoint !== undefined && this.checkpoint.position > this.head)
      throw new FeedWentBackwards(this.head, this.checkpoint.position);
  }

  private changed(change: StateChange): void {
    const { name, observer } = this.options;
    observed(() => observer?.onState?.({ loop: name, ...change }));
    if (change.to === 'stopped' || change.to === 'failed')
      this.conditions.fail(new LoopStopped(`the relay ${name} is ${change.to}`));
  }
}
