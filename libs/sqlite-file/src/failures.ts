/** What is wrong with the file of a store that is kept in one. Callers are told, as something else helps with each. */
export type FileTrouble = 'file-held' | 'disk-full' | 'disk-failed';

/** What is kept somewhere cannot be used now; to be tried again later. Each port has a class of its own. */
export class UnavailableError extends Error {
  readonly trouble: FileTrouble | undefined;
  constructor(message?: string, options: ErrorOptions & { readonly trouble?: FileTrouble | undefined } = {}) {
    super(message, options);
    this.trouble = options.trouble;
  }
}

/** What may pass, or be put right without changing the program. */
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

/** By its name: the engine is loaded once in a process, its JavaScript perhaps several times, each with its own class. */
const isEngineError = (error: unknown): error is Error & { readonly code: string } =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'SqliteError';

/** Whether the engine failed with this code or one that specialises it. */
export const failedWith = (error: unknown, code: string): boolean =>
  isEngineError(error) && error.code.startsWith(code);

/** Whether the engine failed in a way that may pass, or be put right without changing the program. */
export const mayPass = (error: unknown): boolean => reasons.some(([code]) => failedWith(error, code));

/** What a port says of an error of the engine; any other error is given back as it is. */
export function asUnavailable(place: string, error: unknown, Unavailable: typeof UnavailableError): unknown {
  if (!isEngineError(error)) return error;
  const [, reason = error.message, trouble] = reasons.find(([code]) => failedWith(error, code)) ?? [];
  return new Unavailable(`${place}: ${reason} (${error.code})`, { cause: error, trouble });
}

/** Runs it, with the engine's errors in the words of a port. */
export function attempt<T>(place: string, inWords: (place: string, error: unknown) => unknown, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw inWords(place, error);
  }
}
