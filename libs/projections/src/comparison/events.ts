import type { EventEnvelope, StoredEvent } from '@touchstream/events';
import { everyEvent, type EventStore } from '@touchstream/event-store';
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
  for await (const stored of everyEvent(store)) events.push(readEvent(stored));
  return events;
}

/** The same as they stand there. */
export async function storedEvents(store: Feed): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const stored of everyEvent(store)) events.push(stored);
  return events;
}
