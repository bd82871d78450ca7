import type Database from 'better-sqlite3';
import { attempt, connect, ensurePlace, type FileKind } from '@touchstream/sqlite-file';
import { ViewStoreIncompatible, ViewStoreUnavailable } from '../view-store.js';
import { failure } from './failures.js';
import { TABLES, UPGRADES } from './schema.js';

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

const FILE: FileKind = {
  called: 'a view store',
  holding: 'views',
  // "TSvw"
  applicationId: 0x54537677,
  tables: TABLES,
  upgrades: UPGRADES,
  whereNewer: 'use a newer program, or delete the file to have its views built anew',
  writingPragmas: [
    `page_size = ${PAGE_BYTES}`,
    'journal_mode = WAL',
    // Documents and checkpoint stand in one transaction: a tail lost with the power is folded again from the events.
    'synchronous = NORMAL',
    'secure_delete = ON',
    `wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    `journal_size_limit = ${LOG_BYTES}`,
    // What is more than is sorted at once, a second thread helps to sort: indexes are made in three quarters of the time.
    'threads = 1',
  ],
  pragmas: [`cache_size = -${CACHE_KIB}`],
  Unavailable: ViewStoreUnavailable,
  Incompatible: ViewStoreIncompatible,
};

/** Opens a file of views. Throws {@link ViewStoreUnavailable}, {@link ViewStoreIncompatible}. */
export function openDatabase({ path, readOnly = false }: SqliteViewStoreOptions): Database.Database {
  ensurePlace(path, readOnly, FILE);
  return attempt(path, failure, () => connect(path, readOnly, FILE));
}
