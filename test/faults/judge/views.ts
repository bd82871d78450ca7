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

export interface ViewVerdict {
  readonly view: string;
  /** Documents that are not what folding the events gives. */
  readonly differing: number;
}

/** Compares each view with the fold of the events; gives those that differ. */
export async function judgeViews(
  store: Pick<ViewStore, 'find'>,
  stored: readonly StoredEvent[],
): Promise<readonly ViewVerdict[]> {
  const events = stored.map(decoded);
  const verdicts: ViewVerdict[] = [];
  for (const view of views)
    verdicts.push({ view: view.name, differing: await differing(store, view, foldable(view, events)) });
  return verdicts.filter(verdict => verdict.differing > 0);
}

/** How many documents differ in all. */
export const documentsIn = (verdicts: readonly ViewVerdict[]): number =>
  verdicts.reduce((sum, verdict) => sum + verdict.differing, 0);
