import type { StoredEvent } from '@touchstream/events';
import { START, type EventStore } from './event-store.js';

const RUN = 5_000;

/** Every event of the feed, in order, to its end. */
export async function* everyEvent(store: Pick<EventStore, 'readFeed'>): AsyncGenerator<StoredEvent> {
  for (let after = START, caughtUp = false; !caughtUp;) {
    const batch = await store.readFeed({ after, limit: RUN });
    for (const event of batch.events) yield event;
    ({ position: after, caughtUp } = batch);
  }
}
