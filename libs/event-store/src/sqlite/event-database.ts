import { existsSync, realpathSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { attempt, BUSY_TIMEOUT, connect, ensurePlace, type FileKind } from '@touchstream/sqlite-file';
import { EventStoreIncompatible, EventStoreUnavailable } from '../event-store.js';
import { failure } from './failures.js';
import { TABLES, UPGRADES } from './schema.js';
import { WriterLock } from './writer-lock.js';
import { Writer } from './writer.js';

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

const FILE: FileKind = {
  called: 'an event store',
  holding: 'events',
  // "TSev"
  applicationId: 0x54536576,
  tables: TABLES,
  upgrades: UPGRADES,
  whereNewer: 'use a newer program',
  writingPragmas: WRITING,
  pragmas: [`cache_size = -${READER_CACHE_KIB}`],
  Unavailable: EventStoreUnavailable,
  Incompatible: EventStoreIncompatible,
};

/**
 * Opens a file of events. Throws EventStoreFenced where another writer has it, {@link EventStoreUnavailable} where it
 * cannot be opened now, {@link EventStoreIncompatible} where it never will be.
 */
export function openEventDatabase({ path, readOnly = false }: EventDatabaseOptions): EventDatabase {
  ensurePlace(path, readOnly, FILE);
  // Through a link or not, it is one file and has one lock.
  const file = existsSync(path) ? realpathSync(path) : path;
  return attempt(path, failure, () => {
    const lock = readOnly ? undefined : new WriterLock(file);
    try {
      const db = connect(file, readOnly, FILE);
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
