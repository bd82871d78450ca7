import type { Generation } from '@touchstream/view-store';
import { view, type View } from '@touchstream/views';
import type { ViewWriter } from '../lease/index.js';

/**
 * What a consumer of the feed must remember (how far it is, what it had to leave out) is kept where views keep the same: as a view without
 * documents. So it is committed like one, fenced like one against a second consumer, and readers can wait for it.
 */
export const bookOf = (name: string): View =>
  view({
    name,
    version: 1,
    keys: () => [],
    initial: () => ({}),
    on: {},
    index: () => ({}),
    indexes: [],
  });

/**
 * The book's generation; a new one for a consumer that has none. Where several begin one at the same time, all take the first: what one
 * of them wrote into another would be lost with it.
 */
export async function openBook(store: ViewWriter, book: View): Promise<Generation> {
  const [first] = await store.takeUp(book);
  const found = first ?? (await begin(store, book));
  if (!found.active) await store.activate(found);
  return found;
}

async function begin(store: ViewWriter, book: View): Promise<Generation> {
  const made = await store.create(book);
  const [first = made] = await store.takeUp(book);
  if (first.number !== made.number) await store.drop(made);
  return first;
}
