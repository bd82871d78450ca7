import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { newEvents } from '../contract/samples.js';
import { NO_STREAM } from '../event-store.js';
import { FollowedPlaces } from './followed-places.js';
import type { SqliteEventStore } from './index.js';
import { StreamEnds } from './stream-ends.js';
import { StreamIndex } from './stream-index.js';
import { StreamNames } from './stream-names.js';
import { storeWith } from './testing/store-with.js';
import { Writer } from './writer.js';

const MOST_KEPT = 4;

describe('where streams end', () => {
  let folder: string;
  let db: Database.Database;
  let store: SqliteEventStore;
  let ends: StreamEnds;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    const path = join(folder, 'events.db');
    ({ store, db } = storeWith(new Writer({ path, timeout: 1, pragmas: [] })));
    ends = new StreamEnds(new StreamIndex(db, new FollowedPlaces(db)), new StreamNames(db), MOST_KEPT);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('is looked up once', async () => {
    expect(ends.of('thing-1')).toEqual({ number: undefined, revision: NO_STREAM });
    await store.append('thing-1', NO_STREAM, newEvents(3));
    expect(ends.of('thing-1').revision).toBe(NO_STREAM);
    ends.forget();
    expect(ends.of('thing-1')).toEqual({ number: 1, revision: 2 });
  });

  it('is right for streams that were forgotten for newer ones, too', async () => {
    const names = Array.from({ length: 3 * MOST_KEPT }, (_, at) => `thing-${at}`);
    await Promise.all(names.map((name, at) => store.append(name, NO_STREAM, newEvents(at + 1))));
    fc.assert(
      fc.property(fc.array(fc.nat(names.length - 1)), looked => {
        for (const at of looked) expect(ends.of(names[at]!)).toMatchObject({ revision: at });
      }),
    );
  });

  it('follows the appends of its store, those that were undone not among them', async () => {
    const read = (from: number) => store.readStream('thing-1', { direction: 'forwards', from, limit: 10 });
    expect(await read(0)).toEqual([]);
    await store.append('thing-1', NO_STREAM, newEvents(2));
    expect(await read(0)).toHaveLength(2);
    expect(await read(2)).toEqual([]);
    const other = new Database(db.name);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.append('thing-1', 1, newEvents(1))).rejects.toThrow('another process holds the file');
    expect(await read(2)).toEqual([]);
    other.close();
    await store.append('thing-1', 1, newEvents(1));
    expect(await read(2)).toHaveLength(1);
  });
});
