import type { EventEnvelope } from '@touchstream/events';
import type { ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { isBehind, STREAM_KEY, type ParkedFrom } from '../fold/index.js';
import { isReadable, type ReadEvent } from './events.js';

/** What readers of a view do not see yet, as its store says. */
export async function parkedFrom(
  store: Pick<ViewStore, 'generations' | 'parkedKeys'>,
  view: View,
): Promise<ParkedFrom> {
  const generation = (await store.generations(view.name)).find(({ active }) => active);
  return generation === undefined ? new Map() : store.parkedKeys(generation);
}

/** The events that a view has folded, and the view with the keys under which it has. */
export function foldable(view: View, events: readonly ReadEvent[], setAside: ParkedFrom) {
  const isFolded = (key: string, { position }: EventEnvelope) => !isBehind(setAside, key, position);
  return {
    events: events.filter(isReadable).filter(event => isFolded(STREAM_KEY + event.stream, event)),
    view: { ...view, keys: (event: EventEnvelope) => view.keys(event).filter(key => isFolded(key, event)) },
  };
}
