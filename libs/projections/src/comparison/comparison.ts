import { isDeepStrictEqual } from 'node:util';
import type { ViewStore } from '@touchstream/view-store';
import { fold, type View } from '@touchstream/views';
import type { ReadEvent } from './events.js';
import { foldable, type SetAside } from './set-aside.js';

/**
 * How many documents of a view are not what folding the events gives, missing and surplus ones among them. What is set aside, and what
 * cannot be read, is not folded.
 */
export async function differing(
  store: Pick<ViewStore, 'find'>,
  view: View,
  events: readonly ReadEvent[],
  setAside: SetAside = new Map(),
): Promise<number> {
  const folding = foldable(view, events, setAside);
  const expected = new Map([...fold(folding.view, folding.events)].filter(([, { doc }]) => doc !== null));
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
