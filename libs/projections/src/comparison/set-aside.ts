import type { EventEnvelope } from '@touchstream/events';
import type { ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { STREAM_KEY } from '../fold/index.js';
import { isReadable, type ReadEvent } from './events.js';

/** From which position on a view has folded no event, by the key that they are parked under. */
export type SetAside = ReadonlyMap<string, bigint>;

const PAGE = 1_000;

/** What readers of a view do not see yet, as its store says. */
export async function parkedFrom(store: Pick<ViewStore, 'generations' | 'parked'>, view: View): Promise<SetAside> {
  const from = new Map<string, bigint>();
  const generation = (await store.generations(view.name)).find(({ active }) => active);
  if (generation === undefined) return from;
  for (let after: bigint | undefined = -1n; after !== undefined;) {
    const page = await store.parked(generation, { after, limit: PAGE });
    for (const { key, position } of page) if (!from.has(key)) from.set(key, position);
    after = page.length < PAGE ? undefined : page.at(-1)!.position;
  }
  return from;
}

/** The events that a view has folded, and the view with the keys under which it has. */
export function foldable(view: View, events: readonly ReadEvent[], setAside: SetAside) {
  const isSetAside = (key: string, { position }: EventEnvelope) => (setAside.get(key) ?? position + 1n) <= position;
  return {
    events: events.filter(isReadable).filter(event => !isSetAside(STREAM_KEY + event.stream, event)),
    view: { ...view, keys: (event: EventEnvelope) => view.keys(event).filter(key => !isSetAside(key, event)) },
  };
}
