import type { Generation, ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';

/** The view store as a loop that writes sees it. */
export interface ViewWriter extends Pick<
  ViewStore,
  'create' | 'drop' | 'getMany' | 'commit' | 'parked' | 'parkedKeys'
> {
  /** Whether it is this loop that begins new generations; false where another one does, which has another part of the same documents. */
  readonly begins: boolean;
  /** Readers see this generation from now on; false where it has to wait for others, and is to be asked again. */
  activate(generation: Generation): Promise<boolean>;
  /** The generations of a view, oldest first, from now on closed to who held the lease before. */
  takeUp(view: View): Promise<readonly Generation[]>;
}

/** For a loop that is known to be alone. */
export const writerAlone = (store: ViewStore): ViewWriter => ({
  ...rest(store),
  create: view => store.create(view),
  activate: async generation => {
    await store.activate(generation);
    return true;
  },
  drop: generation => store.drop(generation),
  commit: commits => store.commit(commits),
  takeUp: ({ name }) => store.generations(name),
});

/** For a loop under a lease: everything it writes carries the token. */
export const writerUnder = (fence: bigint, store: ViewStore): ViewWriter => ({
  ...rest(store),
  create: view => store.create(view, fence),
  activate: async generation => {
    await store.activate(generation, fence);
    return true;
  },
  drop: generation => store.drop(generation, fence),
  commit: commits => store.commit(commits, fence),
  async takeUp(view) {
    const found = await store.generations(view.name);
    // Changes nothing but the token: a late write of an earlier holder is refused from here on, not only after the first batch.
    await store.commit(
      found.map(generation => ({ generation, view, writes: [], checkpoint: generation.checkpoint })),
      fence,
    );
    return found;
  },
});

const rest = (store: ViewStore): Pick<ViewWriter, 'begins' | 'getMany' | 'parked' | 'parkedKeys'> => ({
  begins: true,
  getMany: (generation, keys) => store.getMany(generation, keys),
  parked: (generation, options) => store.parked(generation, options),
  parkedKeys: generation => store.parkedKeys(generation),
});
