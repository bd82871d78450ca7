import { isDeepStrictEqual } from 'node:util';
import { decode, type EventEnvelope } from '@touchstream/events';
import { START, type EventStore } from '@touchstream/event-store';
import type { ViewStore } from '@touchstream/view-store';
import { fold, type View } from '@touchstream/views';

/** Every event of a store, in the order of the feed. */
export async function allEvents(store: Pick<EventStore, 'readFeed'>): Promise<readonly EventEnvelope[]> {
  const events: EventEnvelope[] = [];
  for (let after = START; ;) {
    const batch = await store.readFeed({ after, limit: 5_000 });
    for (const stored of batch.events) events.push(decode(stored) as EventEnvelope);
    if (batch.caughtUp) return events;
    after = batch.position;
  }
}

/** How many documents of a view are not what folding the events gives, missing and surplus ones among them. */
export async function differing(
  store: Pick<ViewStore, 'find'>,
  view: View,
  events: readonly EventEnvelope[],
): Promise<number> {
  const expected = new Map([...fold(view, events)].filter(([, { doc }]) => doc !== null));
  let wrong = 0;
  let after: string | undefined;
  do {
    const page = await store.find(view, { where: [], limit: 1_000, ...(after === undefined ? {} : { after }) });
    for (const { key, doc } of page.items) {
      if (!isDeepStrictEqual(doc, JSON.parse(JSON.stringify(expected.get(key)?.doc ?? null)))) wrong += 1;
      expected.delete(key);
    }
    after = page.next;
  } while (after !== undefined);
  return wrong + expected.size;
}
