import type Database from 'better-sqlite3';
import type { UnavailableError } from './failures.js';

/** A kind of file that one adapter keeps what it has in. */
export interface FileKind {
  /** With its article. */
  readonly called: string;
  /** What is in it, without an article. */
  readonly holding: string;
  /** Four letters in ASCII, in SQLite's own header field for it: marks a file as of this kind. */
  readonly applicationId: number;
  /** Whether it is one from before files of this kind were marked, where there are such. */
  readonly isUnmarked?: (db: Database.Database) => boolean;
  /** Of the newest version. */
  readonly tables: string;
  /** What makes of each version the next one, from version 1 on. */
  readonly upgrades: readonly string[];
  /** What helps where a newer program has made the file. */
  readonly whereNewer: string;
  /** Of a connection that may write; set before those of each. */
  readonly writingPragmas: readonly string[];
  readonly pragmas: readonly string[];
  /** The port's errors: for a file that cannot be used now, and for one that never will be. */
  readonly Unavailable: typeof UnavailableError;
  readonly Incompatible: new (message: string, options?: ErrorOptions) => Error;
}
