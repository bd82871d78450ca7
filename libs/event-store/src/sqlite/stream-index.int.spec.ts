import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { anyRead, asRead } from '../contract/reads.js';
import { newEvents } from '../contract/samples.js';
import { EventStoreUnavailable, NO_STREAM, type ReadStream } from '../event-store.js';
import { SqliteEventStore } from './index.js';
import { storeWith } from './testing/store-with.js';
import { Writer, type Rows, type Slice } from './writer.js';

const STREAMS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const MOST_UNMERGED = 5;

type Step =
  | { readonly kind: 'append'; readonly stream: string; readonly count: number }
  | { readonly kind: 'together'; readonly streams: readonly string[] }
  | { readonly kind: 'read'; readonly stream: string; readonly options: ReadStream; readonly byFollower: boolean }
  | { readonly kind: 'fail' }
  | { readonly kind: 'lose'; readonly stream: string }
  | { readonly kind: 'lose-merge' }
  | { readonly kind: 'reopen'; readonly follower: boolean };

const stream = fc.constantFrom(...STREAMS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('append' as const), stream, count: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('together' as const), streams: fc.uniqueArray(stream) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      stream,
      options: anyRead({ limit: 9, from: 20 }),
      byFollower: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constant('fail' as const) }),
  fc.record({ kind: fc.constant('lose' as const), stream }),
  fc.record({ kind: fc.constant('lose-merge' as const) }),
  fc.record({ kind: fc.constant('reopen' as const), follower: fc.boolean() }),
);

describe('where the events of streams stand', () => {
  let folder: string;
  let path: string;
  let store: SqliteEventStore;
  let follower: SqliteEventStore;
  /** Whether what becomes of the next commit is not told. */
  let isLost: boolean;
  /** Whether what becomes of the next merge is not told; once it was not, those who append next are told that. */
  let merges: 'told' | 'next is lost' | 'one was lost';
  const open = () => {
    merges = 'told';
    // One that gives up at once where another process holds the file.
    const writer = new Writer({ path, timeout: 1, pragmas: [] });
    const write = async (rows: Rows) => {
      await writer.write(rows);
      if (isLost) throw new EventStoreUnavailable('the thread that writes failed');
    };
    const merge = async (slice: Slice) => {
      const isTold = merges !== 'next is lost';
      if (!isTold) merges = 'one was lost';
      await writer.merge(slice);
      if (!isTold) throw new EventStoreUnavailable('the thread that writes failed');
    };
    const writes = { options: writer.options, write, merge, close: () => writer.close() } as Writer;
    ({ store } = storeWith(writes, { mostUnmerged: MOST_UNMERGED }));
  };
  const follow = async () => {
    follower = await SqliteEventStore.open({ path, readOnly: true });
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    isLost = false;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Ids of each stream's events. */
  class Model {
    readonly ids = new Map(STREAMS.map(name => [name, [] as string[]]));
    async append(name: string, count: number): Promise<void> {
      const ids = this.ids.get(name)!;
      const events = newEvents(count);
      const expected = ids.length - 1;
      ids.push(...events.map(({ id }) => id));
      if (isLost) await expect(store.append(name, expected, events)).rejects.toThrow(EventStoreUnavailable);
      isLost = false;
      await store.append(name, expected, events).catch((error: unknown) => {
        expect(error).toBeInstanceOf(EventStoreUnavailable);
        expect(merges).not.toBe('told');
        return store.append(name, expected, events);
      });
    }
    read(name: string, options: ReadStream): readonly string[] {
      return asRead(this.ids.get(name)!, options);
    }
  }

  /** A commit that does not come about. */
  const fail = async () => {
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.append('h', NO_STREAM, newEvents(1))).rejects.toThrow(EventStoreUnavailable);
    other.close();
  };

  const carryOut = async (one: Step, model: Model): Promise<void> => {
    switch (one.kind) {
      case 'append':
        return model.append(one.stream, one.count);
      case 'together':
        await Promise.all(one.streams.map(name => model.append(name, 1)));
        return;
      case 'read': {
        const found = await (one.byFollower ? follower : store).readStream(one.stream, one.options);
        return expect(found.map(({ id }) => id)).toEqual(model.read(one.stream, one.options));
      }
      case 'fail':
        return fail();
      case 'lose':
        isLost = true;
        return model.append(one.stream, 2);
      case 'lose-merge':
        merges = 'next is lost';
        return;
      case 'reopen':
        if (one.follower) {
          await follower.close();
          return follow();
        }
        await store.close();
        return open();
    }
  };

  /** What the index in the file says of itself, beside what the events say. */
  const indexed = () => {
    const db = new Database(path, { readonly: true });
    const { done, until, stream: upTo } = db.prepare<[], Record<string, number>>('SELECT * FROM merged').get()!;
    const columns = 'stream, revision, position';
    const places = db.prepare(`SELECT ${columns} FROM places ORDER BY 3`).raw().all();
    const wanted = db
      .prepare(
        `SELECT ${columns} FROM events WHERE position <= :done OR position <= :until AND stream <= :upTo ORDER BY 3`,
      )
      .raw()
      .all({ done, until, upTo });
    const [events] = db.prepare<[], number>('SELECT count(*) FROM events').pluck().all();
    db.close();
    return { places, wanted, unmerged: events! - wanted.length };
  };

  it('is known whatever has been merged, before and after the file is opened again, to those who only read it, too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async steps => {
        const one = mkdtempSync(join(folder, 'file-'));
        path = join(one, 'events.db');
        open();
        await follow();
        const model = new Model();
        for (const next of steps) await carryOut(next, model);
        await store.close();
        await follower.close();
        const { places, wanted } = indexed();
        expect(places).toEqual(wanted);
      }),
      { numRuns: 20 },
    );
  });

  it('is known once, however soon it is in the file', async () => {
    path = join(folder, 'events.db');
    const writer = new Writer({ path, timeout: 1_000, pragmas: [] });
    const events = newEvents(2);
    /** Goes on only when the rows are in the file. */
    const write = (rows: Rows) => {
      const position = rows.numbers[0]!;
      const written = writer.write(rows);
      const other = new Database(path, { readonly: true });
      const count = other.prepare<[number], number>('SELECT count(*) FROM events WHERE position = ?').pluck();
      while (count.get(position) === 0);
      other.close();
      return written;
    };
    ({ store } = storeWith({ options: writer.options, write, close: () => writer.close() } as Writer));
    for (const [at, event] of events.entries()) await store.append('a', at - 1, [event]);
    const read = await store.readStream('a', { direction: 'forwards', limit: 9 });
    expect(read.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    await store.close();
  });

  it('is merged as fast as events come, however they are cut', async () => {
    path = join(folder, 'events.db');
    open();
    const model = new Model();
    for (let round = 0; round < 20; round += 1) await Promise.all(STREAMS.map(name => model.append(name, 1)));
    await store.close();
    const { places, unmerged } = indexed();
    expect(places.length).toBeGreaterThan(0);
    // Two ages, each of which one commit may have made larger.
    expect(unmerged).toBeLessThanOrEqual(2 * (MOST_UNMERGED + STREAMS.length));
  });
});
