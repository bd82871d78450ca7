import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { newEvents, newStream, readOn } from '../contract/samples.js';
import { NO_STREAM, START } from '../event-store.js';
import { SqliteEventStore } from './index.js';

/** Every event a type of its stretch, and now and then one that is seldom. */
const typeAt = (position: number) =>
  position % 1_237 === 0 ? 'thing.seldom' : `thing.stretch-${Math.floor(position / 700)}`;
const TYPES = ['thing.seldom', 'thing.never', ...[0, 1, 2, 5, 9].map(stretch => `thing.stretch-${stretch}`)];
const EVENTS = 7_000;

describe('the spans that types are found in', () => {
  let folder: string;
  let path: string;
  let store: SqliteEventStore;
  const open = async () => {
    store = await SqliteEventStore.open({ path });
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    path = join(folder, 'events.db');
    await open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  /** Appends in pieces, and opens the store anew between them where `reopened`. */
  const write = async (pieces: readonly number[], reopened = false) => {
    let position = 0;
    for (const size of pieces) {
      const events = newEvents(size).map((event, at) => ({
        ...event,
        type: typeAt(position + at),
        data: Buffer.from('{}'),
      }));
      await store.append(newStream(), NO_STREAM, events);
      position += size;
      if (!reopened) continue;
      await store.close();
      await open();
    }
  };
  const stored = () => {
    const db = new Database(path, { readonly: true });
    const all = db.prepare('SELECT type, span FROM type_spans').raw().all();
    const wanted = db.prepare('SELECT DISTINCT type, position / 500 FROM events ORDER BY 1, 2').raw().all();
    db.close();
    return { all, wanted };
  };
  const expectFound = async () => {
    const all = await readOn(store, { after: START, limit: 10_000 });
    expect(all).toHaveLength(EVENTS);
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(TYPES, { minLength: 1 }),
        fc.integer({ min: -1, max: EVENTS }),
        fc.constantFrom(1_000, 3_000, 10_000),
        async (types, after, limit) => {
          const found = await readOn(store, { after: BigInt(after), limit, filter: { types } });
          expect(found.map(({ position }) => position)).toEqual(
            all.filter(event => event.position > after && types.includes(event.type)).map(event => event.position),
          );
        },
      ),
      { numRuns: 40 },
    );
  };

  it('are exact, however the appends were cut and whenever the store was opened', async () => {
    await write([1, 498, 1, 1, 1_499, 2_000, 500, 2_500]);
    expect(stored().all).toEqual(stored().wanted);
    await expectFound();
  });

  it('are exact where the store is opened in the middle of one', async () => {
    await write([250, 100, 149, 1, 1, 500, 777], true);
    expect(stored().all).toEqual(stored().wanted);
  });

  it('lead past what has no event of the types, in one run', async () => {
    await write([EVENTS]);
    const run = (types: readonly string[], after: bigint) =>
      store.readFeed({ after, limit: 10_000, filter: { types } });
    expect(await run(['thing.stretch-9'], START)).toMatchObject({ position: BigInt(EVENTS - 1), caughtUp: true });
    expect((await run(['thing.stretch-9'], START)).events).toHaveLength(700);
    expect(await run(['thing.never'], START)).toEqual({ events: [], position: BigInt(EVENTS - 1), caughtUp: true });
  });
});
