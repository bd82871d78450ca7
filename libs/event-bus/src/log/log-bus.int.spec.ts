import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { busMessage, readableBusContract } from '../contract/index.js';
import { EventBusIncompatible, EventBusUnavailable } from '../event-bus.js';
import { openEventBus } from '../open-event-bus.js';
import { LogBus } from './log-bus.js';

const newFolder = () => mkdtemp(join(tmpdir(), 'bus-'));

describe('the log', () => {
  readableBusContract(async () => {
    const path = await newFolder();
    const bus = await LogBus.open({ path });
    const reopen = () => LogBus.open({ path, readOnly: true });
    return {
      bus,
      reopen,
      stored: async () => {
        const reader = await reopen();
        const { messages } = await reader.read({ after: -1n, limit: 10_000 });
        await reader.close();
        return messages;
      },
      dispose: async () => {
        await bus.close();
        await rm(path, { recursive: true });
      },
    };
  });
});

describe('a log in a folder', () => {
  let path: string;
  beforeEach(async () => {
    path = await newFolder();
  });
  afterEach(() => rm(path, { recursive: true }));

  it('goes on where it stopped', async () => {
    const first = await LogBus.open({ path });
    await first.publish([busMessage(1), busMessage(4)]);
    await first.close();
    const second = await LogBus.open({ path });
    await second.publish([busMessage(4), busMessage(9)]);
    expect((await second.read({ after: -1n, limit: 10 })).messages.map(one => [one.offset, one.position])).toEqual([
      [0n, 1n],
      [1n, 4n],
      [2n, 9n],
    ]);
    await second.close();
  });

  it('is opened by its URL', async () => {
    const bus = await openEventBus(`log:${path}/deeper/bus`);
    await bus.publish([busMessage(1)]);
    await bus.close();
    const found = await LogBus.open({ path: join(path, 'deeper', 'bus'), readOnly: true });
    expect((await found.read({ after: -1n, limit: 10 })).messages.map(one => one.position)).toEqual([1n]);
    await found.close();
  });

  it.each([
    ['carrier-pigeon:somewhere', 'it must begin with log: or kafka:'],
    ['constructor:x', 'it must begin with log: or kafka:'],
    ['log', 'it must begin with log: or kafka:'],
    ['log:', 'it names no folder; as in log:./data/bus'],
  ])('is not opened by %j', async (url, message) => {
    await expect(openEventBus(url)).rejects.toThrow(new TypeError(message));
  });

  it('cannot be read before it is there, nor used after it was closed', async () => {
    await expect(LogBus.open({ path, readOnly: true })).rejects.toBeInstanceOf(EventBusUnavailable);
    const bus = await LogBus.open({ path });
    await bus.close();
    await expect(bus.publish([busMessage(1)])).rejects.toBeInstanceOf(EventBusUnavailable);
    await expect(bus.ping()).rejects.toBeInstanceOf(EventBusUnavailable);
  });

  /** Changes the file of the log as some other program. */
  const change = (sql: string) => new Database(join(path, 'log.db')).exec(sql).close();

  it('says what is wrong where another process holds its file, and goes on when that lets it go', async () => {
    const bus = await LogBus.open({ path });
    const other = new Database(join(path, 'log.db')).exec('BEGIN IMMEDIATE');
    const message = `${path}: another process holds the file (SQLITE_BUSY)`;
    const told = { name: 'EventBusUnavailable', message, trouble: 'file-held' };
    await expect(bus.publish([busMessage(1)])).rejects.toMatchObject(told);
    other.close();
    await bus.publish([busMessage(1)]);
    await bus.close();
  });

  it.each([
    ['of the same version', 'CREATE TABLE notes (text TEXT); PRAGMA user_version = 1'],
    ['of the same name', 'CREATE TABLE messages (offset INTEGER, text TEXT); PRAGMA user_version = 1'],
  ])('is refused, and gets nothing, where its file has tables %s that are not its own', async (_, sql) => {
    change(sql);
    await expect(LogBus.open({ path })).rejects.toThrow(EventBusIncompatible);
    const file = new Database(join(path, 'log.db'), { readonly: true });
    expect(file.pragma('application_id', { simple: true })).toBe(0);
    expect(file.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(file.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(1);
    file.close();
  });

  it('is taken where it was made before logs were marked, and marked by who writes it', async () => {
    const first = await LogBus.open({ path });
    await first.publish([busMessage(1)]);
    await first.close();
    change('PRAGMA application_id = 0');
    for (const readOnly of [true, false, true]) {
      const bus = await LogBus.open({ path, readOnly });
      expect(await bus.lastPosition()).toBe(1n);
      await bus.close();
    }
    const file = new Database(join(path, 'log.db'), { readonly: true });
    expect(file.pragma('application_id', { simple: true })).toBe(0x54536275);
    file.close();
  });

  it('refuses to publish through a handle for reading', async () => {
    const bus = await LogBus.open({ path });
    const reader = await LogBus.open({ path, readOnly: true });
    await expect(reader.publish([busMessage(1)])).rejects.toBeInstanceOf(EventBusUnavailable);
    await reader.close();
    await bus.close();
  });

  it('is durable: every commit is synced', async () => {
    const bus = await LogBus.open({ path });
    const { db } = bus as unknown as { readonly db: Database.Database };
    expect(db.pragma('synchronous', { simple: true })).toBe(2n);
    await bus.close();
  });

  it('writes nothing for a message but its row', async () => {
    const bus = await LogBus.open({ path });
    const { db } = bus as unknown as { readonly db: Database.Database };
    expect(db.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['messages']);
    await bus.close();
  });

  it('goes on with one that was made before, with indexes', async () => {
    const db = new Database(join(path, 'log.db'));
    db.exec(`
      CREATE TABLE messages (
        offset INTEGER PRIMARY KEY, position INTEGER NOT NULL, topic TEXT NOT NULL, type TEXT NOT NULL, customer TEXT,
        key TEXT NOT NULL, id TEXT NOT NULL, headers TEXT NOT NULL, value BLOB NOT NULL
      ) STRICT;
      CREATE INDEX messages_by_customer ON messages (customer) WHERE customer IS NOT NULL;
      CREATE INDEX messages_by_type ON messages (type);
      CREATE INDEX messages_by_topic ON messages (topic);
      PRAGMA user_version = 1;
      INSERT INTO messages VALUES (0, 5, 't', 'y', 'c', 'c', 'i', '{}', x'7b7d')`);
    db.close();
    const bus = await LogBus.open({ path });
    await bus.publish([busMessage(5), busMessage(6)]);
    const { messages } = await bus.read({ after: -1n, limit: 10 });
    expect(messages.map(one => [one.offset, one.position])).toEqual([
      [0n, 5n],
      [1n, 6n],
    ]);
    await bus.close();
  });

  it('reaches subscribers that another process publishes to', async () => {
    const bus = await LogBus.open({ path });
    const ending = new AbortController();
    const feed = bus.subscribe({ after: -1n, limit: 10, signal: ending.signal })[Symbol.asyncIterator]();
    const next = feed.next();
    const insert = `
      const Database = require('better-sqlite3');
      new Database(process.argv[1]).exec("INSERT INTO messages VALUES (0, 5, 't', 'y', 'c', 'c', 'i', '{}', x'7b7d')");`;
    const writer = spawn(process.execPath, ['-e', insert, join(path, 'log.db')], { stdio: 'inherit' });
    expect(await once(writer, 'exit')).toEqual([0, null]);
    expect((await next).value?.messages).toMatchObject([{ topic: 't', position: 5n }]);
    ending.abort();
    await feed.return?.();
    await bus.close();
  });
});
