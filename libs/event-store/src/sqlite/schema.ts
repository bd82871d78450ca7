import type Database from 'better-sqlite3';
import { EventStoreIncompatible, EventStoreUnavailable } from '../event-store.js';

/** "TSev" in ASCII: marks the file as an event store, in SQLite's own header field for it. */
const APPLICATION_ID = 0x54536576;
const VERSION = 1;

/**
 * Names are kept once. `stream` and `type` stand before the bytes, so that a scan which filters by them reads no
 * overflow pages. A stream's last revision is what the index over (stream, revision) says: kept in a column it would be
 * one more page to write per append. There is no unique index on `id`: an append is recognised by the ids that stand at
 * its own revision.
 */
const TABLES = `
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE types (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
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
  CREATE INDEX events_by_type ON events (type);
`;

const pragma = (db: Database.Database, name: string) => Number(db.pragma(name, { simple: true }));
const isEmpty = (db: Database.Database) =>
  db.prepare('SELECT count(*) FROM sqlite_schema').pluck().safeIntegers(false).get() === 0;

function create(db: Database.Database): void {
  const make = db.transaction(() => {
    db.exec(TABLES);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${VERSION}`);
  });
  make.immediate();
}

/** Makes the tables in an empty file; throws {@link EventStoreIncompatible} for one that is not ours or newer than us. */
export function ensureSchema(db: Database.Database, path: string): void {
  if (isEmpty(db)) {
    if (db.readonly) throw new EventStoreUnavailable(`${path} holds no events yet`);
    create(db);
  }
  if (pragma(db, 'application_id') !== APPLICATION_ID)
    throw new EventStoreIncompatible(`${path} is not an event store but another SQLite database`);
  const version = pragma(db, 'user_version');
  if (version > VERSION)
    throw new EventStoreIncompatible(
      `${path} has schema version ${version}, this program knows none above ${VERSION}: use a newer program`,
    );
}
