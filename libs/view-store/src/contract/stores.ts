import type { View } from '@touchstream/views';
import type { Commit, DocWrite, Generation, Parked, ViewStore } from '../view-store.js';

/** The store under test, how to leave it and come back, and how to open it once more beside itself. */
export interface Opened {
  readonly store: ViewStore;
  reopen(): Promise<ViewStore>;
  beside(): Promise<ViewStore>;
}

/** One view's commit, at a position that is also its checkpoint. */
export const commitTo = (
  store: ViewStore,
  view: View,
  generation: Generation,
  { position, writes = [], ...rest }: Partial<Commit> & { readonly position: bigint },
): Promise<void> => store.commit([{ generation, view, checkpoint: { position }, writes, ...rest }]);

/** An active generation that holds these documents, each at its place in the list, from 1. */
export async function filled<D extends object>(
  store: ViewStore,
  view: View<D>,
  documents: Readonly<Record<string, D>>,
): Promise<Generation> {
  const generation = await store.create(view as unknown as View);
  const writes = Object.entries(documents).map(([key, doc], at): DocWrite => ({ key, doc, position: BigInt(at + 1) }));
  await commitTo(store, view as unknown as View, generation, { position: BigInt(writes.length), writes });
  await store.activate(generation);
  return generation;
}

/** An event parked under a key. */
export const parkedAt = (key: string, position: bigint, more: Partial<Parked> = {}): Parked => ({
  view: 'contract',
  key,
  position,
  eventId: '0190a000-0000-7000-8000-000000000001',
  type: 'customer.registered',
  stream: 'customer-1',
  revision: Number(position),
  reason: 'TypeError',
  parkedAt: '2026-01-02T03:04:05.678Z',
  ...more,
});
