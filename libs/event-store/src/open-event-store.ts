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
  if (path === '') throw new TypeError('it names no file; as in sqlite:./data/events.db');
  return SqliteEventStore.open({ ...options, path });
};

/** A server or a cluster of KurrentDB, formerly EventStoreDB: `esdb+discover://user:password@host:2113?tls=true`. */
const openKurrentDb: Open = (url, options) => KurrentDbEventStore.open({ ...options, url });

/** The engines by the scheme of their URLs. Adding one is adding a line. */
const engines: ReadonlyMap<string, Open> = new Map([
  ['sqlite', openSqlite],
  ['esdb', openKurrentDb],
  ['esdb+discover', openKurrentDb],
  ['kurrentdb', openKurrentDb],
  ['kurrentdb+discover', openKurrentDb],
]);

/** What the URL of an event store begins with, before the colon. */
export const eventStoreSchemes: readonly string[] = [...engines.keys()];

/**
 * Opens the event store that a URL names. Throws TypeError for a URL that it cannot read, with a message that begins with "it" or "its" and
 * shows nothing of the URL, as there may be a password in it; and whatever the engine throws at opening.
 */
export async function openEventStore(url: string, options: OpenEventStoreOptions = {}): Promise<EventStore> {
  const open = engines.get(/^[^:]*(?=:)/.exec(url)?.[0] ?? '');
  if (open === undefined)
    throw new TypeError(`it must begin with ${eventStoreSchemes.map(scheme => `${scheme}:`).join(' or ')}`);
  return open(url, options);
}
