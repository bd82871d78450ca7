import type Database from 'better-sqlite3';
import { ViewStoreIncompatible, ViewStoreUnavailable } from '../view-store.js';

/** "TSvw" in ASCII: marks the file as a view store, in SQLite's own header field for it. */
const APPLICATION_ID = 0x54537677;
const VERSION = 4;
/** The greatest id that SQLite can give. */
const MAX_ID = 9_223_372_036_854_775_807n;

/** The key is the fencing token: AUTOINCREMENT never gives one again, also where its row is gone. */
const LEASES = `
  CREATE TABLE leases (
    token INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    holder TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
`;

/**
 * Beside these, each generation has tables of its own, named after its id. A generation's row stays when its tables are
 * gone, so that its number is never given again. `state`: building → active → dropped → gone, or building → dropped → gone.
 * `worded`: up to this id the words of an active one's documents stand in the table of tokens; of those beyond, only in themselves.
 */
const TABLES = `
  CREATE TABLE generations (
    id INTEGER PRIMARY KEY,
    view TEXT NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    position INTEGER NOT NULL,
    recorded_at TEXT,
    layout TEXT NOT NULL,
    fence INTEGER NOT NULL DEFAULT 0,
    worded INTEGER NOT NULL DEFAULT 0,
    UNIQUE (view, number)
  ) STRICT;
  CREATE UNIQUE INDEX generations_active ON generations (view) WHERE state = 'active';
  CREATE TABLE parked (
    generation INTEGER NOT NULL REFERENCES generations (id),
    key TEXT NOT NULL,
    position INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    reason TEXT NOT NULL,
    parked_at TEXT NOT NULL,
    PRIMARY KEY (generation, key, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX parked_in_order ON parked (generation, position, key);
  ${LEASES}
`;

/** What brings a file of the version before to the next one, from version 1 on. */
const UPGRADES: readonly string[] = [
  `ALTER TABLE generations ADD COLUMN fence INTEGER NOT NULL DEFAULT 0; ${LEASES}`,
  // Entries got another form. Views are built anew from the events sooner than they are changed.
  `UPDATE generations SET state = 'dropped' WHERE state IN ('building', 'active')`,
  // The words of all documents are in the tables, as far as an id can go.
  `ALTER TABLE generations ADD COLUMN worded INTEGER NOT NULL DEFAULT 0; UPDATE generations SET worded = ${MAX_ID}`,
];

const pragma = (db: Database.Database, name: string) => Number(db.pragma(name, { simple: true }));

const create = (db: Database.Database) =>
  db.transaction(() => {
    if (!isEmpty(db)) return;
    db.exec(TABLES);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${VERSION}`);
  });

const upgrade = (db: Database.Database) =>
  db.transaction(() => {
    for (const change of UPGRADES.slice(pragma(db, 'user_version') - 1)) db.exec(change);
    db.pragma(`user_version = ${VERSION}`);
  });

const isEmpty = (db: Database.Database) => pragma(db, 'schema_version') === 0;

/** Throws {@link ViewStoreIncompatible} for a file that is neither empty nor ours, or newer than us. It is left as it is. */
export function ensureOurs(db: Database.Database, path: string): void {
  if (isEmpty(db)) return;
  if (pragma(db, 'application_id') !== APPLICATION_ID)
    throw new ViewStoreIncompatible(`${path} is not a view store but another SQLite database`);
  const version = pragma(db, 'user_version');
  if (version > VERSION)
    throw new ViewStoreIncompatible(
      `${path} has schema version ${version}, this program knows none above ${VERSION}: use a newer program, or delete the file to have its views built anew`,
    );
}

/** Makes the tables in an empty file, and brings those of an older version up to date; throws {@link ViewStoreIncompatible} for one that is not ours or newer than us. */
export function ensureSchema(db: Database.Database, path: string): void {
  if (isEmpty(db)) {
    if (db.readonly) throw new ViewStoreUnavailable(`${path} holds no views yet`);
    create(db).immediate();
  }
  ensureOurs(db, path);
  const version = pragma(db, 'user_version');
  if (version === VERSION) return;
  if (db.readonly)
    throw new ViewStoreUnavailable(`${path} has yet to be brought up to date by the process that writes it`);
  upgrade(db).immediate();
}
