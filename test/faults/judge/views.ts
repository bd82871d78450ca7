import type { StoredEvent } from '@touchstream/events';
import {
  differing,
  isReadable,
  readEvent,
  STREAM_KEY,
  type ParkedFrom,
  type ReadEvent,
} from '@touchstream/projections';
import type { ViewStore } from '@touchstream/view-store';
import { views, type View } from '@touchstream/views';

/**
 * What a view must have set aside: of each stream all from its first event on that the view looks at and that cannot be read. Taken from
 * the events, not from the store that is judged.
 */
function unreadable(view: View, events: readonly ReadEvent[]): ParkedFrom {
  const first = new Map<string, { readonly first: bigint }>();
  for (const event of events) {
    const key = STREAM_KEY + event.stream;
    if (!isReadable(event) && Object.hasOwn(view.on, event.type) && !first.has(key))
      first.set(key, { first: event.position });
  }
  return first;
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
  const events = stored.map(readEvent);
  const verdicts: ViewVerdict[] = [];
  for (const view of views)
    verdicts.push({ view: view.name, differing: await differing(store, view, events, unreadable(view, events)) });
  return verdicts.filter(verdict => verdict.differing > 0);
}

/** How many documents differ in all. */
export const documentsIn = (verdicts: readonly ViewVerdict[]): number =>
  verdicts.reduce((sum, verdict) => sum + verdict.differing, 0);
