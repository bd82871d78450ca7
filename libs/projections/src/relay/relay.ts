import type { EventBus, OtherTopic, Refused } from '@touchstream/event-bus';
import type { EventStore } from '@touchstream/event-store';
import type { StoredEvent } from '@touchstream/events';
import type { Parked, ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { FeedConsumer, type ConsumerStatus, type ConsumerTuning } from '../consumer/index.js';
import { observed } from '../group/observer.js';
import type { LeaseTerms } from '../lease/index.js';
import type { StateChange } from '../life/index.js';
import type { WaitOptions } from '../waiting/conditions.js';
import { Ahead } from './ahead.js';
import { Preparation } from './preparation.js';
import { PublicEvents, publicTopics } from './public-event.js';
import { send } from './send.js';
import { Sequence } from './sequence.js';
import { leftOut, translate, type Translated } from './translate.js';

/** For metrics and logs. What an observer throws becomes a process warning and disturbs nothing. */
export interface RelayObserver {
  onPublished?(work: { readonly events: number; readonly messages: number; readonly millis: number }): void;
  /** Events that could not be made public. */
  onSkipped?(events: readonly Parked[]): void;
  /** Topics that were there, and are other than the bus would have made them; once for each start. */
  onOtherTopics?(topics: readonly OtherTopic[]): void;
  onState?(change: StateChange & { readonly loop: string }): void;
}

export interface RelayOptions {
  /** Names its checkpoint. */
  readonly name: string;
  readonly eventStore: EventStore;
  /** Keeps the relay's checkpoint, and which events it had to leave out. */
  readonly viewStore: ViewStore;
  readonly bus: EventBus;
  /** Left out where no other process can publish. */
  readonly lease?: LeaseTerms;
  /**
   * The position of the last message on the bus, where the bus can tell: a relay whose checkpoint was lost (with the views,
   * which can be rebuilt) then goes on from there instead of publishing everything again.
   */
  readonly lastPublished?: () => Promise<bigint>;
  /** Topics whose readers are granted the personal fields; none by default. RangeError for one that is not public. */
  readonly personalTopics?: readonly string[];
  readonly observer?: RelayObserver;
  readonly tuning?: Partial<ConsumerTuning>;
}

export interface RelayStatus extends ConsumerStatus {
  readonly relay: string;
  /** Messages the bus has answered for since this relay was made. */
  readonly published: number;
}

/** As many as Kafka's client takes well at a time: each batch waits for the brokers, and for the checkpoint. */
const MOST_MESSAGES = 1_000;

/** Names the checkpoint and the lease of a relay. */
export const relayLoop = (name: string): string => `relay-${name}`;

/**
 * Publishes the events of the feed: each as the CloudEvent that {@link PublicEvents} makes of it, in order, at least once. The
 * checkpoint moves after the bus has answered. An event that cannot be read, or that is too large for the bus, does not stop the feed:
 * it is left out, stands in the status, and consumers see the gap in the revisions of its stream.
 */
export class Relay {
  private readonly consumer: FeedConsumer;
  private readonly preparation: Preparation;
  private readonly ahead: Ahead<Translated>;
  private published = 0;

  constructor(private readonly options: RelayOptions) {
    const { name, eventStore, viewStore, lease, lastPublished, observer, tuning } = options;
    const publicEvents = new PublicEvents(granted(options.personalTopics));
    const sequence = new Sequence(eventStore);
    this.preparation = new Preparation(options.bus, topics => observer?.onOtherTopics?.(topics));
    this.ahead = new Ahead(events => translate(events, publicEvents, sequence));
    this.consumer = new FeedConsumer({
      name: relayLoop(name),
      eventStore: this.ahead.around(eventStore),
      viewStore,
      consume: (events, book) => this.forward(events, book),
      onState: change => observer?.onState?.(change),
      ...(lease && { lease }),
      ...(lastPublished && { begin: lastPublished }),
      tuning: { batch: MOST_MESSAGES, ...tuning },
    });
  }

  /** Starts the loop; nothing happens where it runs already. */
  start(): void {
    this.preparation.start();
    this.consumer.start();
  }

  /** Lets the running batch finish and ends the loop. Stores and bus stay open. */
  async stop(): Promise<void> {
    await Promise.all([this.preparation.stop(), this.consumer.stop()]);
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
    const { messages, unfit } = await this.ahead.take(events);
    const refused = messages.length === 0 ? [] : await send(bus, messages);
    const skipped = leftOut([...unfit, ...withReasons(events, refused)], book);
    const sent = messages.length - refused.length;
    this.published += sent;
    const work = { events: events.length, messages: sent, millis: performance.now() - started };
    observed(() => observer?.onPublished?.(work));
    if (skipped.length > 0) observed(() => observer?.onSkipped?.(skipped));
    return skipped;
  }
}

const withReasons = (events: readonly StoredEvent[], refused: readonly Refused[]) =>
  refused.flatMap(({ message, reason }) =>
    events.filter(stored => stored.id === message.id).map(stored => ({ stored, reason })),
  );

function granted(topics: readonly string[] = []): ReadonlySet<string> {
  const unknown = topics.filter(topic => !publicTopics.includes(topic));
  if (unknown.length > 0) throw new RangeError(`no topics of the public feed: ${unknown.join(', ')}`);
  return new Set(topics);
}
