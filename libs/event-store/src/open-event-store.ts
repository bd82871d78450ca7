import type { EventStore } from './event-store.js';
import { KurrentDbEventStore } from './kurrentdb/index.js';
import { SqliteEventStore } from './sqlite/index.js';

export interface OpenEventStoreOptions {
  /** To read beside the process that writes; an append is then refused. */
  readonly readOnly?: boolean;
}

type Open = (url: string, options: OpenEventStoreOptions) => Promise<EventStore>;

/** `sqlite:./data/events.db`, `sqlite:/var/lib/events.db` or `sqlite:///var/lib/events.db`. */
const openSqlite: Open = (url, options) => {
  const path = url.replace(/^sqlite:(\/\/(?=\/))?/, '');
  if (path === '') throw new Error('EVENT_STORE_URL names no file; as in sqlite:./data/events.db');
  return SqliteEventStore.open({ ...options, path });
};

/** A server or a cluster of KurrentDB, formerly EventStoreDB: `esdb+discover://user:password@host:2113?tls=true`. */
const openKurrentDb: Open = (url, options) => KurrentDbEventStore.open({ ...options, url });

/** The engines, by the scheme of their URL. */
const engines: ReadonlyMap<string, Open> = new Map([
  ['sqlite', openSqlite],
  ['esdb', openKurrentDb],
  ['esdb+discover', openKurrentDb],
  ['kurrentdb', openKurrentDb],
  ['kurrentdb+discover', openKurrentDb],
]);

/**
 * Opens the event store that a URL names. Throws a plain error for a URL of no known engine, and whatever the engine
 * throws at opening. A message shows no more of the URL than its scheme: there may be a password in it.
 */
export async function openEventStore(url: string, options: OpenEventStoreOptions = {}): Promise<EventStore> {
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/.exec(url)?.[0] ?? '';
  const open = engines.get(scheme);
  if (open === undefined)
    throw new Error(`unknown EVENT_STORE_URL scheme "${scheme}"; known: ${[...engines.keys()].join(', ')}`);
  return open(url, options);
}
