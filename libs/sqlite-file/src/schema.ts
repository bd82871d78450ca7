import type Database from 'better-sqlite3';
import type { FileKind } from './file-kind.js';

const pragma = (db: Database.Database, name: string) => Number(db.pragma(name, { simple: true }));
const isEmpty = (db: Database.Database) => pragma(db, 'schema_version') === 0;
const isMarked = (db: Database.Database, { applicationId }: FileKind) => pragma(db, 'application_id') === applicationId;
const newest = ({ upgrades }: FileKind) => upgrades.length + 1;

/** Throws `Incompatible` for a file that is neither empty nor of the kind, or newer than us. It is left as it is. */
export function ensureOurs(db: Database.Database, path: string, kind: FileKind): void {
  if (isEmpty(db)) return;
  if (!isMarked(db, kind) && kind.isUnmarked?.(db) !== true)
    throw new kind.Incompatible(`${path} is not ${kind.called} but another SQLite database`);
  const version = pragma(db, 'user_version');
  if (version > newest(kind))
    throw new kind.Incompatible(
      `${path} has schema version ${version}, this program knows none above ${newest(kind)}: ${kind.whereNewer}`,
    );
}

/** Throws `Unavailable` for a file that somebody who writes must open first. */
export function ensureReadable(db: Database.Database, path: string, kind: FileKind): void {
  if (isEmpty(db)) throw new kind.Unavailable(`${path} holds no ${kind.holding} yet`);
  const version = pragma(db, 'user_version');
  if (version < newest(kind))
    throw new kind.Unavailable(
      `${path} has schema version ${version}: a program of this version that writes to it must open it first`,
    );
}

/** Makes the tables in an empty file, of an older version this one, and marks it. Throws `Incompatible` likewise. */
export function bringUpToDate(db: Database.Database, path: string, kind: FileKind): void {
  if (isMarked(db, kind) && pragma(db, 'user_version') === newest(kind)) return;
  const change = db.transaction(() => {
    // Another program may have been first.
    ensureOurs(db, path, kind);
    for (const sql of isEmpty(db) ? [kind.tables] : kind.upgrades.slice(pragma(db, 'user_version') - 1)) db.exec(sql);
    db.pragma(`application_id = ${kind.applicationId}`);
    db.pragma(`user_version = ${newest(kind)}`);
  });
  change.immediate();
}
