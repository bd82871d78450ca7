import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { newEvent, newEvents, newStream, readOn } from '../contract/samples.js';
import { EventStoreFenced, EventStoreUnavailable, NO_STREAM, START, WrongExpectedRevision } from '../event-store.js';
import type { SqliteEventStore } from './index.js';
import { storeWith } from './testing/store-with.js';
import { Writer } from './writer.js';

const streams = (count: number) => Array.from({ length: count }, () => newStream());
const reasonsOf = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []));

describe('group commit', () => {
  let folder: string;
  let path: string;
  let store: SqliteEventStore;
  /** What the connection that writes is set to, to make it fail; read when it is opened. */
  let pragmas: string[];
  let now: number;
  const open = (groupCommit = true) => {
    ({ store } = storeWith(new Writer({ path, timeout: 1, pragmas }), { groupCommit, clock: () => now }));
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    path = join(folder, 'events.db');
    now = Date.UTC(2026, 2, 1);
    pragmas = ['synchronous = FULL'];
    open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const appendTo = (names: readonly string[], events = 1) =>
    Promise.all(names.map(name => store.append(name, NO_STREAM, newEvents(events))));

  it('makes appends that come together durable together', async () => {
    await appendTo(streams(500), 2);
    expect(store.stats()).toEqual({ commits: 1, appends: 500, events: 1_000 });
    await appendTo(streams(1));
    expect(store.stats()).toEqual({ commits: 2, appends: 501, events: 1_001 });
  });

  it('can be turned off', async () => {
    await store.close();
    open(false);
    await appendTo(streams(50));
    expect(store.stats()).toEqual({ commits: 50, appends: 50, events: 50 });
  });

  it('keeps each transaction within bounds of number and size, and takes what is larger alone', async () => {
    await appendTo(streams(2_500));
    expect(store.stats().commits).toBe(3);
    const large = (size: number) => store.append(newStream(), NO_STREAM, [newEvent({ data: Buffer.alloc(size) })]);
    await Promise.all(Array.from({ length: 10 }, () => large(1_000_000)));
    expect(store.stats().commits).toBe(3 + 3);
    await Promise.all([large(10_000_000), large(10)]);
    expect(store.stats().commits).toBe(6 + 2);
  });

  it('lets the event loop turn between transactions', async () => {
    let turns = 0;
    const turn = () => {
      turns += 1;
      timer = setImmediate(turn);
    };
    let timer = setImmediate(turn);
    await appendTo(streams(4_000));
    clearImmediate(timer);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it('judges each append by itself, also several of one stream in one transaction', async () => {
    const [a, b] = streams(2) as [string, string];
    const results = await Promise.allSettled([
      store.append(a, NO_STREAM, newEvents(2)),
      store.append(a, 1, newEvents(1)),
      store.append(a, 1, newEvents(1)),
      store.append(b, 0, newEvents(1)),
      store.append(b, NO_STREAM, newEvents(1)),
      store.append(a, 2, newEvents(1)),
    ]);
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, false, true, true]);
    expect(reasonsOf(results)).toEqual([
      new WrongExpectedRevision(a, 1, 2),
      new WrongExpectedRevision(b, 0, NO_STREAM),
    ]);
    expect(store.stats()).toEqual({ commits: 1, appends: 4, events: 5 });
  });

  it('counts nothing for appends that are refused or repeated', async () => {
    const [stream] = streams(1) as [string];
    const events = newEvents(1);
    await store.append(stream, NO_STREAM, events);
    await store.append(stream, NO_STREAM, events);
    await expect(store.append(stream, NO_STREAM, newEvents(1))).rejects.toThrow(WrongExpectedRevision);
    expect(store.stats()).toEqual({ commits: 1, appends: 1, events: 1 });
  });

  it('answers only when everybody can see the events', async () => {
    const other = new Database(path, { readonly: true });
    const count = other.prepare('SELECT count(*) FROM events').pluck();
    const seen = await Promise.all(
      streams(20).map(name => store.append(name, NO_STREAM, newEvents(1)).then(() => count.get())),
    );
    expect(seen).toEqual(Array(20).fill(20));
    other.close();
  });

  it('gives times that never go back, though the clock does, and the store is opened again', async () => {
    const times: string[] = [];
    const append = async (at: number) => {
      now = at;
      times.push((await store.append(newStream(), NO_STREAM, newEvents(1))).recordedAt);
    };
    await append(Date.UTC(2026, 2, 1));
    await append(Date.UTC(2026, 2, 3));
    await append(Date.UTC(2026, 2, 2));
    await store.close();
    open();
    await append(Date.UTC(2026, 2, 1));
    await append(Date.UTC(2026, 2, 4));
    expect(times.map(time => time.slice(0, 10))).toEqual([
      '2026-03-01',
      '2026-03-03',
      '2026-03-03',
      '2026-03-03',
      '2026-03-04',
    ]);
  });

  it('commits what waits when the store is closed', async () => {
    const appends = appendTo(streams(3));
    await store.close();
    expect((await appends).map(({ revision }) => revision)).toEqual([0, 0, 0]);
    open();
    expect(await readOn(store, { after: START })).toHaveLength(3);
  });

  describe('where the commit fails', () => {
    /** Appends that share a transaction are all told so, nothing of them stays, and the next one is taken. */
    const expectRefusedThenTaken = async (message: RegExp, trouble: string, repair: () => unknown) => {
      const before = await readOn(store, { after: START });
      const { commits } = store.stats();
      const type = `thing.first-seen-${newStream()}`;
      const names = streams(10);
      const appends = names.map(name => [name, newEvents(20, { type, data: Buffer.alloc(3_000) })] as const);
      const send = () => Promise.allSettled(appends.map(([name, events]) => store.append(name, NO_STREAM, events)));
      const reasons = reasonsOf(await send());
      expect(reasons).toHaveLength(10);
      for (const reason of reasons) expect(reason).toBeInstanceOf(EventStoreUnavailable);
      for (const reason of reasons) expect(reason).toMatchObject({ message: expect.stringMatching(message), trouble });
      expect(await readOn(store, { after: START })).toEqual(before);
      expect(store.stats().commits).toBe(commits);
      repair();
      expect(reasonsOf(await send())).toEqual([]);
      const after = await readOn(store, { after: START });
      expect(after).toHaveLength(before.length + 200);
      expect(after.map(({ position }) => position)).toEqual(after.map((_, at) => BigInt(at)));
      expect(await readOn(store, { after: START, filter: { types: [type] } })).toHaveLength(200);
    };

    it('says that the disk is full, and goes on when there is room again', async () => {
      await appendTo(streams(3), 4);
      await store.close();
      const pages = Math.ceil(statSync(path).size / 4_096);
      pragmas.push(`max_page_count = ${pages + 10}`);
      open();
      await expectRefusedThenTaken(/events\.db: the disk is full \(SQLITE_FULL\)/, 'disk-full', () => pragmas.pop());
    });

    it('says that another process holds the file, and goes on when it lets go', async () => {
      await appendTo(streams(3), 4);
      const other = new Database(path);
      other.exec('BEGIN IMMEDIATE');
      await expectRefusedThenTaken(/events\.db: another process holds the file \(SQLITE_BUSY\)/, 'file-held', () =>
        other.close(),
      );
    });

    it('takes nothing more once somebody else has written to the file', async () => {
      await appendTo(streams(1));
      const other = new Database(path);
      other.exec(
        `INSERT INTO events (position, stream, revision, type, recorded_at, id, data, metadata)
         VALUES (1, 1, 1, 1, 0, x'00', x'', x'')`,
      );
      other.close();
      for (const name of streams(2))
        await expect(store.append(name, NO_STREAM, newEvents(1))).rejects.toThrow(EventStoreFenced);
      await expect(store.ping()).rejects.toThrow(EventStoreFenced);
      expect(await readOn(store, { after: START })).toHaveLength(2);
    });
  });
});
