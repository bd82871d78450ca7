import type { EventEnvelope, StoredEvent } from '@touchstream/events';
import { START, type EventStore } from '@touchstream/event-store';
import { feedEvent } from '../fold/index.js';

/** An event of a store, decoded; or as it stands there, where it cannot be. */
export type ReadEvent = EventEnvelope | StoredEvent;

export const isReadable = (event: ReadEvent): event is EventEnvelope => !('metadata' in event);

export function readEvent(stored: StoredEvent): ReadEvent {
  const one = feedEvent(stored);
  return 'event' in one ? one.event : stored;
}

type Feed = Pick<EventStore, 'readFeed'>;

/** Every event of a store, in the order of the feed. */
export async function allEvents(store: Feed): Promise<readonly ReadEvent[]> {
  const events: ReadEvent[] = [];
  for await (const page of pages(store)) events.push(...page.map(readEvent));
  return events;
}

/** The same as they stand there. */
export async function storedEvents(store: Feed): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const page of pages(store)) events.push(...page);
  return events;
}

async function* pages(store: Feed): AsyncGenerator<readonly StoredEvent[]> {
  for (let after = START; ;) {
    const batch = await store.readFeed({ after, limit: 5_000 });
    yield batch.events;
    if (batch.caughtUp) return;
    after = batch.position;
  }
}
