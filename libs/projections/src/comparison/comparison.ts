import { isDeepStrictEqual } from 'node:util';
import { everyDocument, type ViewStore } from '@touchstream/view-store';
import { fold, type View } from '@touchstream/views';
import type { ParkedFrom } from '../fold/index.js';
import type { ReadEvent } from './events.js';
import { foldable } from './set-aside.js';

/**
 * How many documents of a view are not what folding the events gives, missing and surplus ones among them. What is set aside, and what
 * cannot be read, is not folded.
 */
export async function differing(
  store: Pick<ViewStore, 'find'>,
  view: View,
  events: readonly ReadEvent[],
  setAside: ParkedFrom = new Map(),
): Promise<number> {
  const folding = foldable(view, events, setAside);
  const expected = new Map([...fold(folding.view, folding.events)].filter(([, { doc }]) => doc !== null));
  let wrong = 0;
  for await (const { key, doc } of everyDocument(store, view)) {
    if (!isDeepStrictEqual(doc, JSON.parse(JSON.stringify(expected.get(key)?.doc ?? null)))) wrong += 1;
    expected.delete(key);
  }
  return wrong + expected.size;
}
