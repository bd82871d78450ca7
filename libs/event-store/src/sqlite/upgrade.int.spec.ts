import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { got, newEvents, readOn } from '../contract/samples.js';
import { NO_STREAM, START } from '../event-store.js';
import { SqliteEventStore } from './index.js';

/** What makes of a file of this version one of the version before, with the same events. */
const downgrades: Readonly<Record<number, string>> = {
  2: `
    DROP TABLE places; DROP TABLE merged;
    ALTER TABLE events RENAME TO events_after;
    CREATE TABLE events (
      position INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL REFERENCES streams (id),
      revision INTEGER NOT NULL,
      type INTEGER NOT NULL REFERENCES types (id),
      recorded_at INTEGER NOT NULL,
      id BLOB NOT NULL,
      data BLOB NOT NULL,
      metadata BLOB NOT NULL,
      UNIQUE (stream, revision)
    ) STRICT;
    INSERT INTO events SELECT * FROM events_after;
    DROP TABLE events_after;
    PRAGMA user_version = 2`,
  1: 'DROP TABLE type_spans; CREATE INDEX events_by_type ON events (type); PRAGMA user_version = 1',
};

describe('a file that an older program left', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    path = join(folder, 'events.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = () => SqliteEventStore.open({ path });
  const withFile = <T>(use: (db: Database.Database) => T): T => {
    const db = new Database(path);
    try {
      return use(db);
    } finally {
      db.close();
    }
  };
  const schema = () =>
    withFile(db => ({
      tables: db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all(),
      version: db.pragma('user_version', { simple: true }),
      spans: db.prepare('SELECT type, span FROM type_spans ORDER BY 1, 2').all(),
    }));
  const contents = async (store: SqliteEventStore) => ({
    feed: got(await readOn(store, { after: START })),
    rare: got(await readOn(store, { after: START, filter: { types: ['thing.rare'] } })),
    stream: got(await store.readStream('thing-3', { direction: 'backwards', limit: 100 })),
  });

  it.each([2, 1])('of version %d is brought up to date, once, by who opens it to write', async version => {
    const store = await open();
    for (let round = 0; round < 3; round += 1)
      for (let number = 0; number < 7; number += 1)
        await store.append(`thing-${number}`, round === 0 ? NO_STREAM : 40 * round - 1, newEvents(40));
    await store.append('thing-x', NO_STREAM, newEvents(1, { type: 'thing.rare' }));
    const [before, shape] = [await contents(store), schema()];
    await store.close();
    for (let at = 2; at >= version; at -= 1) withFile(db => db.exec(downgrades[at]!));

    const upgraded = await open();
    expect(await contents(upgraded)).toEqual(before);
    expect(schema().tables).toEqual(shape.tables);
    expect(schema()).toEqual(shape);
    expect(withFile(db => db.prepare('SELECT done, until FROM merged').raw().get())).toEqual([840, 840]);
    await expect(upgraded.append('thing-3', 118, newEvents(1))).rejects.toThrow('is at revision 119');
    await upgraded.append('thing-3', 119, newEvents(1));
    await upgraded.close();
    const again = await open();
    expect(await again.readStream('thing-3', { direction: 'forwards', limit: 1_000 })).toHaveLength(121);
    await again.close();
  });
});
