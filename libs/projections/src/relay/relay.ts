import type { EventBus } from '@touchstream/event-bus';
import type { EventStore } from '@touchstream/event-store';
import type { StoredEvent } from '@touchstream/events';
import type { Parked, ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { FeedConsumer, type ConsumerStatus, type ConsumerTuning } from '../consumer/index.js';
import { observed } from '../group/observer.js';
import type { StateChange } from '../life/index.js';
import type { WaitOptions } from '../waiting/conditions.js';
import { PublicEvents } from './public-event.js';
import { translate } from './translate.js';

/** For metrics and logs. What an observer throws becomes a process warning and disturbs nothing. */
export interface RelayObserver {
  onPublished?(work: { readonly events: number; readonly messages: number; readonly millis: number }): void;
  /** Events that could not be made public. */
  onSkipped?(events: readonly Parked[]): void;
  onState?(change: StateChange & { readonly loop: string }): void;
}

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
  readonly tuning?: Partial<ConsumerTuning>;
}

export interface RelayStatus extends ConsumerStatus {
  readonly relay: string;
  /** Messages the bus has answered for since this relay was made. */
  readonly published: number;
}

/**
 * Publishes the events of the feed: each as the CloudEvent that {@link PublicEvents} makes of it, in order, at least once. The
 * checkpoint moves after the bus has answered. An event that cannot be read does not stop the feed: it is left out, stands in
 * the status, and consumers see the gap in the revisions of its stream.
 */
export class Relay {
  private readonly consumer: FeedConsumer;
  private readonly events: PublicEvents;
  private published = 0;

  constructor(private readonly options: RelayOptions) {
    const { name, eventStore, viewStore, lastPublished, observer, tuning } = options;
    this.events = new PublicEvents(new Set(options.personalTopics));
    this.consumer = new FeedConsumer({
      name: `relay-${name}`,
      eventStore,
      viewStore,
      consume: (events, book) => this.forward(events, book),
      onState: change => observer?.onState?.(change),
      ...(lastPublished && { begin: lastPublished }),
      ...(tuning && { tuning }),
    });
  }

  /** Starts the loop; nothing happens where it runs already. */
  start(): void {
    this.consumer.start();
  }

  /** Lets the running batch finish and ends the loop. Stores and bus stay open. */
  async stop(): Promise<void> {
    await this.consumer.stop();
  }

  status(): RelayStatus {
    return { relay: this.options.name, ...this.consumer.status(), published: this.published };
  }

  /** Resolves when everything up to the position, by default the newest one, has been published. */
  whenCaughtUp(wait: WaitOptions & { readonly position?: bigint }): Promise<void> {
    return this.consumer.whenCaughtUp(wait);
  }

  private async forward(events: readonly StoredEvent[], book: View): Promise<readonly Parked[]> {
    const { bus, observer } = this.options;
    const started = performance.now();
    const { messages, skipped } = translate(events, this.events, book);
    if (messages.length > 0) await bus.publish(messages);
    this.published += messages.length;
    const work = { events: events.length, messages: messages.length, millis: performance.now() - started };
    observed(() => observer?.onPublished?.(work));
    if (skipped.length > 0) observed(() => observer?.onSkipped?.(skipped));
    return skipped;
  }
}
