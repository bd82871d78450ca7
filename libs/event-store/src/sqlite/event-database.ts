import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { EventStoreIncompatible, EventStoreUnavailable } from '../event-store.js';
import { attempt, failedWith } from './failures.js';
import { ensureOurs, ensureSchema } from './schema.js';
import { WriterLock } from './writer-lock.js';
import { Writer } from './writer.js';

/** How long a statement waits for another process that holds the file, in milliseconds. */
const BUSY_TIMEOUT = 2_000;
const WRITER_CACHE_KIB = 64 * 1024;
/** What another connection commits empties a reader's cache anyway. */
const READER_CACHE_KIB = 16 * 1024;
/** Bytes; of a new file. Most of what an append writes stands side by side: larger pages are fewer to write. */
const PAGE = 8_192;
/** Pages of the log before it is folded into the file; fewer would fold more often, each time with two fsyncs. */
const CHECKPOINT_PAGES = 2_000;
const LOG_BYTES = 64 * 1024 * 1024;

/** An open file of events, and with it the right to write where it is not read-only. */
export interface EventDatabase {
  /** For reading. */
  readonly db: Database.Database;
  /** Undefined where opened for reading only. */
  readonly writer: Writer | undefined;
  close(): Promise<void>;
}

export interface EventDatabaseOptions {
  /** The file; it and its folder are made where they do not exist, unless opened for reading only. */
  readonly path: string;
  /** Several processes may read beside the one that writes. */
  readonly readOnly?: boolean;
}

const WRITING = [
  `page_size = ${PAGE}`,
  'journal_mode = WAL',
  // The build's default in WAL mode is NORMAL, which loses answered appends when the power goes.
  'synchronous = FULL',
  'secure_delete = ON',
  'foreign_keys = ON',
  `cache_size = -${WRITER_CACHE_KIB}`,
  `wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
  `journal_size_limit = ${LOG_BYTES}`,
];

function configure(db: Database.Database): void {
  db.defaultSafeIntegers();
  for (const pragma of db.readonly ? [] : WRITING) db.pragma(pragma);
  db.pragma(`cache_size = -${READER_CACHE_KIB}`);
}

function connect(path: string, readOnly: boolean): Database.Database {
  const db = new Database(path, { readonly: readOnly, fileMustExist: readOnly, timeout: BUSY_TIMEOUT });
  try {
    ensureOurs(db, path);
    configure(db);
    ensureSchema(db, path);
    return db;
  } catch (error) {
    db.close();
    if (failedWith(error, 'SQLITE_NOTADB'))
      throw new EventStoreIncompatible(`${path} is not an event store but some other file`, { cause: error });
    throw error;
  }
}

/**
 * Opens a file of events. Throws EventStoreFenced where another writer has it, {@link EventStoreUnavailable} where it
 * cannot be opened now, {@link EventStoreIncompatible} where it never will be.
 */
export function openEventDatabase({ path, readOnly = false }: EventDatabaseOptions): EventDatabase {
  if (readOnly && !existsSync(path)) throw new EventStoreUnavailable(`${path} does not exist yet`);
  if (!readOnly) mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).isDirectory())
    throw new EventStoreIncompatible(`${path} is not an event store but a folder`);
  // Through a link or not, it is one file and has one lock.
  const file = existsSync(path) ? realpathSync(path) : path;
  return attempt(path, () => {
    const lock = readOnly ? undefined : new WriterLock(file);
    try {
      const db = connect(file, readOnly);
      const writer = readOnly ? undefined : new Writer({ path: file, timeout: BUSY_TIMEOUT, pragmas: WRITING });
      return {
        db,
        writer,
        close: async () => {
          await writer?.close();
          db.close();
          lock?.release();
        },
      };
    } catch (error) {
      lock?.release();
      throw error;
    }
  });
}
