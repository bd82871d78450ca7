import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Database from 'better-sqlite3';
import { busMessage, readableBusContract } from '../contract/index.js';
import { EventBusUnavailable } from '../event-bus.js';
import { openEventBus } from '../open.js';
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
    await expect(openEventBus('carrier-pigeon:somewhere')).rejects.toThrow('known: log:');
  });

  it('cannot be read before it is there, nor used after it was closed', async () => {
    await expect(LogBus.open({ path, readOnly: true })).rejects.toBeInstanceOf(EventBusUnavailable);
    const bus = await LogBus.open({ path });
    await bus.close();
    await expect(bus.publish([busMessage(1)])).rejects.toBeInstanceOf(EventBusUnavailable);
    await expect(bus.ping()).rejects.toBeInstanceOf(EventBusUnavailable);
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
