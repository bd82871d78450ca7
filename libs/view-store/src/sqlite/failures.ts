import { ViewStoreUnavailable, type FileTrouble } from '../view-store.js';

/** What may pass, or be put right without changing the program. Any other error is a mistake in it and stays as it is. */
const reasons: readonly (readonly [code: string, reason: string, trouble?: FileTrouble])[] = [
  ['SQLITE_FULL', 'the disk is full', 'disk-full'],
  ['SQLITE_IOERR', 'the disk failed', 'disk-failed'],
  ['SQLITE_BUSY', 'another process holds the file', 'file-held'],
  ['SQLITE_LOCKED', 'another connection holds the file', 'file-held'],
  ['SQLITE_PROTOCOL', 'another process holds the file', 'file-held'],
  ['SQLITE_CANTOPEN', 'the file cannot be opened'],
  ['SQLITE_READONLY', 'the file may not be written'],
  ['SQLITE_NOMEM', 'there is no memory left'],
  ['SQLITE_CORRUPT', 'the file is damaged'],
];

/** The engine's code of an error. Not by its class: a process may hold more than one copy of that. */
export function codeOf(error: unknown): string | undefined {
  const { code } = (typeof error === 'object' && error !== null ? error : {}) as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

/** The error in the words of the port, where it is one of the engine's that may pass. */
function failure(path: string, error: unknown): unknown {
  const code = codeOf(error);
  const [, reason, trouble] = reasons.find(([prefix]) => code?.startsWith(prefix)) ?? [];
  if (reason === undefined) return error;
  return new ViewStoreUnavailable(`${path}: ${reason} (${code})`, { cause: error, trouble });
}

/** Runs it, with the engine's errors in the words of the port. */
export function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw failure(path, error);
  }
}
