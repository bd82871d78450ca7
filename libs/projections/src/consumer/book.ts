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

/** The book's generation; a new one for a consumer that has none. */
export async function openBook(store: ViewWriter, book: View): Promise<Generation> {
  const found = (await store.takeUp(book)).at(-1) ?? (await store.create(book));
  if (!found.active) await store.activate(found);
  return found;
}
