import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EventBusUnavailable } from '../event-bus.js';
import { attempt } from './failures.js';

/** How long a statement waits for another process that holds the file, in milliseconds. */
const BUSY_TIMEOUT = 2_000;
const VERSION = 1;

/** The indexes give the messages of a customer, of a type, of a topic in order of offset: the rowid ends every index. */
const TABLES = `
  CREATE TABLE messages (
    offset INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    topic TEXT NOT NULL,
    type TEXT NOT NULL,
    customer TEXT,
    key TEXT NOT NULL,
    id TEXT NOT NULL,
    headers TEXT NOT NULL,
    value BLOB NOT NULL
  ) STRICT;
  CREATE INDEX messages_by_customer ON messages (customer) WHERE customer IS NOT NULL;
  CREATE INDEX messages_by_type ON messages (type);
  CREATE INDEX messages_by_topic ON messages (topic);
`;

function prepare(db: Database.Database, folder: string): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > VERSION) throw new EventBusUnavailable(`${folder} was written by a newer program (schema ${version})`);
  if (version === VERSION) return;
  if (db.readonly) throw new EventBusUnavailable(`${folder} holds no log yet`);
  const make = db.transaction(() => {
    db.exec(TABLES);
    db.pragma(`user_version = ${VERSION}`);
  });
  make.immediate();
}

function configure(db: Database.Database): void {
  db.defaultSafeIntegers();
  if (db.readonly) return;
  db.pragma('journal_mode = WAL');
  // The build's default in WAL mode is NORMAL, which loses what was answered for when the power goes.
  db.pragma('synchronous = FULL');
  // A customer's messages may have to be deleted one day, and then be gone.
  db.pragma('secure_delete = ON');
}

/** Before the first message. */
const NONE = -1n;

/** The newest message of a log. */
export interface Last {
  readonly offset: bigint;
  readonly position: bigint;
}

/** Gives where the log ends now. */
export function lastOf(db: Database.Database): () => Last {
  const select = db.prepare<[], Last>('SELECT offset, position FROM messages ORDER BY offset DESC LIMIT 1');
  return () => select.get() ?? { offset: NONE, position: NONE };
}

/** A connection to a log's file. Throws the engine's errors. */
export function connect(path: string, readOnly: boolean): Database.Database {
  const db = new Database(path, { readonly: readOnly, fileMustExist: readOnly, timeout: BUSY_TIMEOUT });
  try {
    configure(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens the file of a log, `log.db` in its folder, and makes it where it may. Throws {@link EventBusUnavailable}. */
export function openLogFile(
  folder: string,
  readOnly: boolean,
): { readonly db: Database.Database; readonly file: string } {
  const path = join(folder, 'log.db');
  if (readOnly && !existsSync(path)) throw new EventBusUnavailable(`${folder} holds no log yet`);
  if (!readOnly) mkdirSync(folder, { recursive: true });
  return attempt(folder, () => {
    const db = connect(path, readOnly);
    try {
      prepare(db, folder);
      return { db, file: realpathSync(path) };
    } catch (error) {
      db.close();
      throw error;
    }
  });
}
