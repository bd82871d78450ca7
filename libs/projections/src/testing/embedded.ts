import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '@touchstream/event-store';
import { everyDocument, SqliteViewStore, type Parked, type ViewStore } from '@touchstream/view-store';
import type { Doc, View } from '@touchstream/views';

/** The embedded engines on files of their own. */
export interface Embedded {
  readonly folder: string;
  readonly eventStore: SqliteEventStore;
  readonly viewStore: ViewStore;
  /** Closes both and removes the files. */
  readonly dispose: () => Promise<void>;
}

export async function embedded(): Promise<Embedded> {
  const folder = await mkdtemp(join(tmpdir(), 'projections-'));
  const eventStore = await SqliteEventStore.open({ path: join(folder, 'events.db') });
  const viewStore = await SqliteViewStore.open({ path: join(folder, 'views.db') });
  const dispose = async () => {
    await eventStore.close();
    await viewStore.close();
    await rm(folder, { recursive: true });
  };
  return { folder, eventStore, viewStore, dispose };
}

/** All documents that readers of the view see, by key. */
export async function documents(store: ViewStore, view: View): Promise<Readonly<Record<string, Doc>>> {
  const docs: Record<string, Doc> = {};
  for await (const { key, doc } of everyDocument(store, view)) docs[key] = doc;
  return docs;
}

/** What is parked of the active generation, in order. */
export async function parkedOf(store: ViewStore, view: View): Promise<readonly Parked[]> {
  const active = (await store.generations(view.name)).find(one => one.active);
  return active === undefined ? [] : store.parked(active, { limit: 1000 });
}
