import type { BusMessage } from '@touchstream/event-bus';
import type { EventStore } from '@touchstream/event-store';
import type { StoredEvent } from '@touchstream/events';
import { keyOfStored } from './key.js';
import { PublicEvents } from './public-event.js';
import { Sequence } from './sequence.js';
import { published, translate } from './translate.js';

export interface PublicFilter {
  /** Some of `publicTypes`, one at least. */
  readonly types?: readonly string[];
  readonly customerId?: string;
}

export interface PublicSubscription {
  /** Give what comes after this position of the feed. */
  readonly after: bigint;
  /** So many events are read at a time, 1 to 10,000. */
  readonly limit: number;
  readonly filter: PublicFilter;
  readonly signal: AbortSignal;
}

/** What a run of the feed gave. `position` is how far it has been read, what was left out included. */
export interface PublicBatch {
  readonly messages: readonly BusMessage[];
  readonly position: bigint;
}

/** So many streams are remembered for a subscription, to twice as many, in a megabyte at most: there may be many at a time. */
const REMEMBERED = 1_000;
const PUBLIC_TYPE = /^crm\.(.+)\.v\d+$/;

/**
 * The public events as the relay publishes them, without personal fields, read from the event store: in order, each once, the
 * same on every engine. A message's place is its `position`. An event that cannot be made public is left out, as on the bus.
 */
export class PublicFeed {
  private readonly events = new PublicEvents(new Set());

  constructor(private readonly store: EventStore) {}

  /** What is there, then what comes; ends when the signal aborts. Throws `EventStoreUnavailable`, `EventStoreFenced`. */
  async *subscribe({ after, limit, filter, signal }: PublicSubscription): AsyncGenerator<PublicBatch> {
    const types = filter.types?.flatMap(type => PUBLIC_TYPE.exec(type)?.[1] ?? []);
    const feed = this.store.subscribe({ after, limit, signal, ...(types && { filter: { types } }) });
    const sequence = new Sequence(this.store, REMEMBERED);
    for await (const { events, position } of feed)
      yield { messages: await this.messages(events, filter, sequence), position };
  }

  private async messages(
    events: readonly StoredEvent[],
    { types, customerId }: PublicFilter,
    sequence: Sequence,
  ): Promise<readonly BusMessage[]> {
    const some = customerId === undefined ? events : events.filter(stored => keyOfStored(stored) === customerId);
    if (types === undefined) return (await translate(some, this.events, sequence)).messages;
    // Who takes some types only cannot tell a loss by what went before.
    return some.flatMap(stored => {
      const made = published(stored, this.events);
      return made !== undefined && 'message' in made && types.includes(made.message.headers['ce_type']!)
        ? [made.message]
        : [];
    });
  }
}
