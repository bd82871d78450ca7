import { MongoDbViewStore } from './mongodb/index.js';
import { SqliteViewStore } from './sqlite/index.js';
import type { ViewStore } from './view-store.js';

export interface OpenViewStoreOptions {
  /** For a process that never writes. False where left out. */
  readonly readOnly?: boolean;
}

type Open = (url: string, options: OpenViewStoreOptions) => Promise<ViewStore>;

/** `sqlite:./data/views.db`: a path, absolute or from the working directory. */
const openSqlite: Open = (url, options) => {
  const path = url.slice('sqlite:'.length);
  if (path === '') throw new TypeError('it names no file; as in sqlite:./data/views.db');
  return SqliteViewStore.open({ ...options, path });
};

/** `mongodb://user:password@host,host/database?replicaSet=rs0`; the database is `touchstream` where none is named. */
const openMongoDb: Open = (url, options) => MongoDbViewStore.open({ ...options, url });

/** The engines by the scheme of their URLs. Adding one is adding a line. */
const engines: ReadonlyMap<string, Open> = new Map([
  ['sqlite', openSqlite],
  ['mongodb', openMongoDb],
  ['mongodb+srv', openMongoDb],
]);

/** What the URL of a view store begins with, before the colon. */
export const viewStoreSchemes: readonly string[] = [...engines.keys()];

/**
 * Opens the view store that a URL names. Throws TypeError for a URL that it cannot read, with a message that begins with "it" and
 * shows nothing of the URL, as there may be a password in it; rejects with ViewStoreUnavailable or ViewStoreIncompatible.
 */
export async function openViewStore(url: string, options: OpenViewStoreOptions = {}): Promise<ViewStore> {
  const open = engines.get(/^[^:]*(?=:)/.exec(url)?.[0] ?? '');
  if (open === undefined)
    throw new TypeError(`it must begin with ${viewStoreSchemes.map(scheme => `${scheme}:`).join(' or ')}`);
  return open(url, options);
}
