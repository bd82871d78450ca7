import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EventBusIncompatible, EventBusUnavailable } from '../event-bus.js';
import { attempt, isNoDatabase } from './failures.js';

/** How long a statement waits for another process that holds the file, in milliseconds. */
const BUSY_TIMEOUT = 2_000;
/** "TSbu" in ASCII: marks the file as an event bus, in SQLite's own header field for it. */
const APPLICATION_ID = 0x54536275;
const VERSION = 1;

/** Read by offset alone. Logs that were made before have indexes by customer, type and topic as well. */
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
`;
const COLUMNS = 'offset,position,topic,type,customer,key,id,headers,value';

const pragma = (db: Database.Database, name: string) => Number(db.pragma(name, { simple: true }));
const isEmpty = (db: Database.Database) => pragma(db, 'schema_version') === 0;

const create = (db: Database.Database) =>
  db.transaction(() => {
    if (!isEmpty(db)) return;
    db.exec(TABLES);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${VERSION}`);
  });

/** The first logs bear no mark; they are known by their one table. */
function isUnmarkedLog(db: Database.Database): boolean {
  if (pragma(db, 'application_id') !== 0 || pragma(db, 'user_version') !== 1) return false;
  return db.prepare(`SELECT group_concat(name) FROM pragma_table_info('messages')`).pluck().get() === COLUMNS;
}

/** Throws {@link EventBusIncompatible} for a file that is neither empty nor ours, or newer than us. It is left as it is. */
function ensureOurs(db: Database.Database, path: string): void {
  if (isEmpty(db) || isUnmarkedLog(db)) return;
  if (pragma(db, 'application_id') !== APPLICATION_ID)
    throw new EventBusIncompatible(`${path} is not an event bus but another SQLite database`);
  const version = pragma(db, 'user_version');
  if (version > VERSION)
    throw new EventBusIncompatible(
      `${path} has schema version ${version}, this program knows none above ${VERSION}: use a newer program`,
    );
}

/** Makes the table in an empty file, and marks a log that bears no mark; throws {@link EventBusIncompatible} likewise. */
function ensureSchema(db: Database.Database, path: string): void {
  if (isEmpty(db)) {
    if (db.readonly) throw new EventBusUnavailable(`${path} holds no log yet`);
    create(db).immediate();
  }
  ensureOurs(db, path);
  if (!db.readonly && isUnmarkedLog(db)) db.pragma(`application_id = ${APPLICATION_ID}`);
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

/** A connection to a log's file. Throws {@link EventBusIncompatible}, and the engine's errors. */
export function connect(path: string, readOnly: boolean): Database.Database {
  const db = new Database(path, { readonly: readOnly, fileMustExist: readOnly, timeout: BUSY_TIMEOUT });
  try {
    ensureOurs(db, path);
    configure(db);
    ensureSchema(db, path);
    return db;
  } catch (error) {
    db.close();
    if (isNoDatabase(error))
      throw new EventBusIncompatible(`${path} is not an event bus but some other file`, { cause: error });
    throw error;
  }
}

/**
 * Opens the file of a log, `log.db` in its folder, and makes it where it may. Throws {@link EventBusUnavailable},
 * {@link EventBusIncompatible}.
 */
export function openLogFile(
  folder: string,
  readOnly: boolean,
): { readonly db: Database.Database; readonly file: string } {
  const path = join(folder, 'log.db');
  if (readOnly && !existsSync(path)) throw new EventBusUnavailable(`${folder} holds no log yet`);
  if (!readOnly) mkdirSync(folder, { recursive: true });
  if (existsSync(path) && statSync(path).isDirectory())
    throw new EventBusIncompatible(`${path} is not an event bus but a folder`);
  return attempt(folder, () => ({ db: connect(path, readOnly), file: realpathSync(path) }));
}
