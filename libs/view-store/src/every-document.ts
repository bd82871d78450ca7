import type { Doc, View } from '@touchstream/views';
import type { Find, StoredDoc, ViewStore } from './view-store.js';

const PAGE = 1_000;

/** Every document that a query finds, in its order; of the whole view where none is given. */
export async function* everyDocument<D extends Doc>(
  store: Pick<ViewStore, 'find'>,
  view: View<D>,
  query: Omit<Find, 'limit' | 'after'> = { where: [] },
): AsyncGenerator<StoredDoc<D>> {
  let after: string | undefined;
  do {
    const page = await store.find(view, { ...query, limit: PAGE, after });
    for (const document of page.items) yield document;
    after = page.next;
  } while (after !== undefined);
}
