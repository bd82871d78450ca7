import { EventStoreFenced, EventStoreUnavailable, type FileTrouble } from '../event-store.js';

const reasons: readonly (readonly [code: string, reason: string, trouble?: FileTrouble])[] = [
  ['SQLITE_FULL', 'the disk is full', 'disk-full'],
  ['SQLITE_IOERR', 'the disk failed', 'disk-failed'],
  ['SQLITE_BUSY', 'another process holds the file', 'file-held'],
  ['SQLITE_CANTOPEN', 'the file cannot be opened'],
  ['SQLITE_READONLY', 'the file may not be written'],
  ['SQLITE_CORRUPT', 'the file is damaged'],
];

interface EngineError extends Error {
  readonly code: string;
}

/** By its name: the engine is loaded once in a process, its JavaScript perhaps several times, each with its own class. */
const isEngineError = (error: unknown): error is EngineError =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'SqliteError';

/** Whether the engine failed with this code or one that specialises it. */
export const failedWith = (error: unknown, code: string): boolean =>
  isEngineError(error) && error.code.startsWith(code);

/** What the port says of an error of the engine; any other error is given back as it is. */
export function failure(path: string, error: unknown): unknown {
  if (!isEngineError(error)) return error;
  // Positions and revisions are counted here, so they collide only where somebody else has counted too.
  if (failedWith(error, 'SQLITE_CONSTRAINT'))
    return new EventStoreFenced(`${path}: another writer has added to it, so nothing more is taken`, { cause: error });
  const [, reason = error.message, trouble] = reasons.find(([code]) => failedWith(error, code)) ?? [];
  return new EventStoreUnavailable(`${path}: ${reason} (${error.code})`, { cause: error, trouble });
}

/** Runs it, with the engine's errors in the words of the port. */
export function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw failure(path, error);
  }
}
