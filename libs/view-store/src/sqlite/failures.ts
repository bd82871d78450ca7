import { ViewStoreUnavailable } from '../view-store.js';

/** What may pass, or be put right without changing the program. Any other error is a mistake in it and stays as it is. */
const reasons: readonly (readonly [code: string, reason: string])[] = [
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_IOERR', 'the disk failed'],
  ['SQLITE_BUSY', 'another process holds the file'],
  ['SQLITE_LOCKED', 'another connection holds the file'],
  ['SQLITE_PROTOCOL', 'another process holds the file'],
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
  const reason = reasons.find(([prefix]) => code?.startsWith(prefix))?.[1];
  return reason === undefined ? error : new ViewStoreUnavailable(`${path}: ${reason} (${code})`, { cause: error });
}

/** Runs it, with the engine's errors in the words of the port. */
export function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw failure(path, error);
  }
}
