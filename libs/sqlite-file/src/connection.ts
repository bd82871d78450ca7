import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { failedWith } from './failures.js';
import type { FileKind } from './file-kind.js';
import { bringUpToDate, ensureOurs, ensureReadable } from './schema.js';

/** How long a statement waits for another process that holds the file, in milliseconds. */
export const BUSY_TIMEOUT = 2_000;

/** Makes the folder of a file that is to be made. Throws `Unavailable` where it is to be read and not there, `Incompatible` for a folder. */
export function ensurePlace(path: string, readOnly: boolean, { called, Unavailable, Incompatible }: FileKind): void {
  if (readOnly && !existsSync(path)) throw new Unavailable(`${path} does not exist yet`);
  if (!readOnly) mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).isDirectory()) throw new Incompatible(`${path} is not ${called} but a folder`);
}

/**
 * A connection to a file, which is made or brought up to date where it may be written. Throws `Unavailable` where it cannot be read yet,
 * `Incompatible` where it is not of the kind or newer than us, and is left as it is; and the engine's errors.
 */
export function connect(path: string, readOnly: boolean, kind: FileKind): Database.Database {
  const db = new Database(path, { readonly: readOnly, fileMustExist: readOnly, timeout: BUSY_TIMEOUT });
  try {
    ensureOurs(db, path, kind);
    db.defaultSafeIntegers();
    for (const pragma of [...(readOnly ? [] : kind.writingPragmas), ...kind.pragmas]) db.pragma(pragma);
    if (readOnly) ensureReadable(db, path, kind);
    else bringUpToDate(db, path, kind);
    return db;
  } catch (error) {
    db.close();
    if (failedWith(error, 'SQLITE_NOTADB'))
      throw new kind.Incompatible(`${path} is not ${kind.called} but some other file`, { cause: error });
    throw error;
  }
}
