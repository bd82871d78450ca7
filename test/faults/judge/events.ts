import { START, type EventStore } from '@touchstream/event-store';
import type { StoredEvent } from '@touchstream/events';

/** Every event of a store as it stands there, in the order of the feed. */
export async function storedEvents(store: Pick<EventStore, 'readFeed'>): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let after = START; ;) {
    const batch = await store.readFeed({ after, limit: 5_000 });
    events.push(...batch.events);
    if (batch.caughtUp) return events;
    after = batch.position;
  }
}
