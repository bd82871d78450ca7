import { MongoDbViewStore } from './mongodb/index.js';
import { SqliteViewStore } from './sqlite/index.js';
import type { ViewStore } from './view-store.js';

export interface OpenViewStoreOptions {
  /** For a process that never writes. False where left out. */
  readonly readOnly?: boolean;
}

type Open = (url: string, options: OpenViewStoreOptions) => Promise<ViewStore>;

/** `mongodb://user:password@host,host/database?replicaSet=rs0`; the database is `touchstream` where none is named. */
const openMongoDb: Open = (url, options) => MongoDbViewStore.open({ ...options, url });

/** The engines by the scheme of their URLs. Adding one is adding a line. */
const engines: Readonly<Record<string, Open>> = {
  /** `sqlite:./data/views.db`: a path, absolute or from the working directory. */
  sqlite: (url, options) => SqliteViewStore.open({ ...options, path: url.slice('sqlite:'.length) }),
  mongodb: openMongoDb,
  'mongodb+srv': openMongoDb,
};

/**
 * Opens the view store that a URL names. Throws TypeError for a URL of no known engine; rejects with
 * ViewStoreUnavailable or ViewStoreIncompatible.
 */
export async function openViewStore(url: string, options: OpenViewStoreOptions = {}): Promise<ViewStore> {
  const scheme = /^([a-z+]+):./.exec(url)?.[1] ?? '';
  const open = Object.hasOwn(engines, scheme) ? engines[scheme] : undefined;
  // The URL may hold a password: it is not repeated.
  if (open === undefined)
    throw new TypeError(
      `the URL of a view store starts with one of: ${Object.keys(engines)
        .map(name => `${name}:`)
        .join(', ')}`,
    );
  return open(url, options);
}
