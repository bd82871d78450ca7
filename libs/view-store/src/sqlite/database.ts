import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { ViewStoreIncompatible, ViewStoreUnavailable } from '../view-store.js';
import { attempt, codeOf } from './failures.js';
import { ensureOurs, ensureSchema } from './schema.js';

/** How long a statement waits for another process that writes, in milliseconds. */
const BUSY_TIMEOUT = 2_000;
/**
 * Of each of the two connections, the one that reads and the one that writes. The system keeps the file's pages, too. SQLite sorts
 * as much at once as its cache holds, beside it, and keeps the rest in temporary files.
 */
const CACHE_KIB = 8 * 1024;
/** Pages of the log before a commit folds it into the file; what was folded meanwhile, beside commits, leaves it little to do. */
const CHECKPOINT_PAGES = 8_000;
const LOG_BYTES = 64 * 1024 * 1024;
/** Of a new file; one that is there keeps its own. Pages twice the usual size are half as many to write and to copy from the log. */
const PAGE_BYTES = 8 * 1024;

export interface SqliteViewStoreOptions {
  /** The file; it and its folder are made where they do not exist, unless opened for reading only. */
  readonly path: string;
  /** For a process that reads while another one writes. False where left out. */
  readonly readOnly?: boolean;
}

function configure(db: Database.Database): void {
  db.defaultSafeIntegers();
  db.pragma(`cache_size = -${CACHE_KIB}`);
  if (db.readonly) return;
  db.pragma(`page_size = ${PAGE_BYTES}`);
  db.pragma('journal_mode = WAL');
  // Documents and checkpoint stand in one transaction: a tail lost with the power is folded again from the events.
  db.pragma('synchronous = NORMAL');
  db.pragma('secure_delete = ON');
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma(`journal_size_limit = ${LOG_BYTES}`);
  // What is more than is sorted at once, a second thread helps to sort: indexes are made in three quarters of the time.
  db.pragma('threads = 1');
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
    if (codeOf(error) === 'SQLITE_NOTADB')
      throw new ViewStoreIncompatible(`${path} is not a view store but some other file`, { cause: error });
    throw error;
  }
}

/** Opens a file of views. Throws {@link ViewStoreUnavailable}, {@link ViewStoreIncompatible}. */
export function openDatabase({ path, readOnly = false }: SqliteViewStoreOptions): Database.Database {
  if (readOnly && !existsSync(path)) throw new ViewStoreUnavailable(`${path} does not exist yet`);
  if (!readOnly) mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).isDirectory())
    throw new ViewStoreIncompatible(`${path} is not a view store but a folder`);
  return attempt(path, () => connect(path, readOnly));
}
