import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { newEvents, newStream } from '../contract/samples.js';
import { EventStoreFenced, EventStoreIncompatible, EventStoreUnavailable, NO_STREAM, START } from '../event-store.js';
import { openEventDatabase, type EventDatabase } from './event-database.js';
import { SqliteEventStore } from './index.js';

describe('the file of events', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    path = join(folder, 'deep', 'events.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Opens it, looks and closes it. */
  const look = async <T>(run: (database: EventDatabase) => T): Promise<T> => {
    const database = openEventDatabase({ path });
    try {
      return run(database);
    } finally {
      await database.close();
    }
  };
  /** Changes the file as some other program would. */
  const tamper = (sql: string) => {
    const db = new Database(path);
    db.exec(sql);
    db.close();
  };
  const openingOf = (readOnly: boolean) => SqliteEventStore.open({ path, readOnly });

  it('is set so that an answered append survives a power cut and no deleted byte stays', async () => {
    const pragma = (name: string) => look(({ db }) => Number(db.pragma(name, { simple: true })));
    expect(await look(({ db }) => db.pragma('journal_mode', { simple: true }))).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('secure_delete')).toBe(1);
    expect(await pragma('foreign_keys')).toBe(1);
    expect(await pragma('busy_timeout')).toBeGreaterThan(0);
    expect(await pragma('user_version')).toBe(3);
    const written = await look(({ writer }) => writer!.options.pragmas);
    expect(written).toEqual(expect.arrayContaining(['synchronous = FULL', 'secure_delete = ON', 'foreign_keys = ON']));
  });

  it('is empty at first', async () => {
    const store = await openingOf(false);
    expect(await store.head()).toBe(START);
    expect(await store.readFeed({ after: START, limit: 10 })).toEqual({ events: [], position: START, caughtUp: true });
    await store.close();
  });

  it('counts positions without gaps', async () => {
    const store = await openingOf(false);
    for (const count of [1, 3, 2]) await store.append(newStream(), NO_STREAM, newEvents(count));
    const { events } = await store.readFeed({ after: START, limit: 10 });
    expect(events.map(({ position }) => position)).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
    await store.close();
  });

  it('is refused, and gets no lock beside it, where it is a folder', async () => {
    path = join(folder, 'data');
    mkdirSync(path);
    for (const readOnly of [false, true]) await expect(openingOf(readOnly)).rejects.toThrow(EventStoreIncompatible);
    expect(readdirSync(folder)).toEqual(['data']);
  });

  it('has one writer at a time, by whatever name it is opened', async () => {
    const store = await openingOf(false);
    const link = join(folder, 'link.db');
    symlinkSync(path, link);
    for (const name of [path, link]) {
      const second = SqliteEventStore.open({ path: name });
      await expect(second).rejects.toThrow(EventStoreFenced);
      await expect(second).rejects.toThrow(/^.*events\.db has a writer already: stop it first[^\n]*$/);
    }
    await store.append(newStream(), NO_STREAM, newEvents(1));
    await store.close();
    await (await openingOf(false)).close();
  });

  it('can be opened again after an opening that failed', async () => {
    await look(() => undefined);
    tamper('PRAGMA user_version = 4');
    await expect(openingOf(false)).rejects.toThrow(EventStoreIncompatible);
    tamper('PRAGMA user_version = 3');
    await (await openingOf(false)).close();
  });

  it('cannot be opened where a folder is in its way', async () => {
    mkdirSync(`${path}.lock`, { recursive: true });
    const opening = openingOf(false);
    await expect(opening).rejects.toThrow(EventStoreUnavailable);
    await expect(opening).rejects.toThrow(/events\.db: the file cannot be opened \(SQLITE_CANTOPEN/);
  });

  it('can be read beside the writer, but takes no append that way', async () => {
    const writer = await openingOf(false);
    const reader = await openingOf(true);
    const stream = newStream();
    await writer.append(stream, NO_STREAM, newEvents(2));
    expect(await reader.readStream(stream, { direction: 'forwards', limit: 10 })).toHaveLength(2);
    expect(await reader.head()).toBe(await writer.head());
    await expect(reader.append(stream, 1, newEvents(1))).rejects.toThrow(EventStoreFenced);
    expect(reader.stats()).toEqual({ commits: 0, appends: 0, events: 0 });
    await writer.close();
    await reader.close();
  });

  it('shows a reader, as they come, the events of types and streams that did not exist when it subscribed', async () => {
    const writer = await openingOf(false);
    const reader = await openingOf(true);
    const { signal } = new AbortController();
    const filter = { types: ['thing.new'] };
    const batches = reader.subscribe({ after: START, limit: 10, filter, signal })[Symbol.asyncIterator]();
    expect(await batches.next()).toMatchObject({ value: { events: [], caughtUp: true } });
    const next = batches.next();
    await writer.append(newStream(), NO_STREAM, newEvents(1, { type: 'thing.new' }));
    expect(await next).toMatchObject({ value: { events: [{ type: 'thing.new' }], position: 0n } });
    await reader.close();
    await writer.close();
  });
});
