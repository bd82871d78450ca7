import { EventBusUnavailable } from '../event-bus.js';

/** By name: the engine keeps one class of errors a process, and the module may be loaded more than once in it. */
const isSqliteError = (error: unknown): error is Error & { readonly code: string } =>
  (error as { readonly name?: unknown } | null)?.name === 'SqliteError';

/** Whether it failed because the file is no database at all. */
export const isNoDatabase = (error: unknown): boolean => isSqliteError(error) && error.code === 'SQLITE_NOTADB';

/** What the port says of an error of the engine; any other error is given back as it is. */
export const failure = (folder: string, error: unknown): unknown =>
  isSqliteError(error) ? new EventBusUnavailable(`${folder}: ${error.code}`, { cause: error }) : error;

/** Runs it, with the engine's errors in the words of the port. */
export function attempt<T>(folder: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw failure(folder, error);
  }
}
