import { decode, UndecodableEvent, type EventEnvelope, type StoredEvent } from '@touchstream/events';
import { differing } from '@touchstream/projections';
import type { ViewStore } from '@touchstream/view-store';
import { views, type View } from '@touchstream/views';

/**
 * What a view must have folded: all events of its types, but none of a stream from its first one on that cannot be decoded. Written anew
 * here, not taken from the engine that is judged.
 */
function foldable(view: View, events: readonly (StoredEvent | Decoded)[]): readonly EventEnvelope[] {
  const held = new Set<string>();
  return events.flatMap(event => {
    if (!Object.hasOwn(view.on, event.type) || held.has(event.stream)) return [];
    if ('decoded' in event) return [event.decoded];
    held.add(event.stream);
    return [];
  });
}

interface Decoded extends StoredEvent {
  readonly decoded: EventEnvelope;
}

function decoded(stored: StoredEvent): StoredEvent | Decoded {
  try {
    return { ...stored, decoded: decode(stored) as EventEnvelope };
  } catch (error) {
    if (error instanceof UndecodableEvent) return stored;
    throw error;
  }
}

/** How many documents are not what folding the events gives, in all views. */
export async function judgeViews(store: Pick<ViewStore, 'find'>, stored: readonly StoredEvent[]): Promise<number> {
  const events = stored.map(decoded);
  let wrong = 0;
  for (const view of views) wrong += await differing(store, view, foldable(view, events));
  return wrong;
}
