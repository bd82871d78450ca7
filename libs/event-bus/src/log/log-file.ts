import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { attempt, connect, ensurePlace, type FileKind } from '@touchstream/sqlite-file';
import { EventBusIncompatible, EventBusUnavailable } from '../event-bus.js';
import { failure } from './failures.js';

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

/** The first logs bear no mark; they are known by their one table. */
function isUnmarkedLog(db: Database.Database): boolean {
  const pragma = (name: string) => Number(db.pragma(name, { simple: true }));
  if (pragma('application_id') !== 0 || pragma('user_version') !== 1) return false;
  return db.prepare(`SELECT group_concat(name) FROM pragma_table_info('messages')`).pluck().get() === COLUMNS;
}

/** The file of a log. */
export const LOG: FileKind = {
  called: 'an event bus',
  holding: 'log',
  // "TSbu"
  applicationId: 0x54536275,
  isUnmarked: isUnmarkedLog,
  tables: TABLES,
  upgrades: [],
  whereNewer: 'use a newer program',
  writingPragmas: [
    'journal_mode = WAL',
    // The build's default in WAL mode is NORMAL, which loses what was answered for when the power goes.
    'synchronous = FULL',
    // A customer's messages may have to be deleted one day, and then be gone.
    'secure_delete = ON',
  ],
  pragmas: [],
  Unavailable: EventBusUnavailable,
  Incompatible: EventBusIncompatible,
};

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

/**
 * Opens the file of a log, `log.db` in its folder, and makes it where it may. Throws {@link EventBusUnavailable},
 * {@link EventBusIncompatible}.
 */
export function openLogFile(folder: string, readOnly: boolean): Database.Database {
  const path = join(folder, 'log.db');
  ensurePlace(path, readOnly, LOG);
  return attempt(folder, failure, () => connect(path, readOnly, LOG));
}
