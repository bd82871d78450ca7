import { EventBusUnavailable } from '../event-bus.js';

/** By name: the engine keeps one class of errors a process, and the module may be loaded more than once in it. */
const isSqliteError = (error: unknown): error is Error & { readonly code: string } =>
  (error as { readonly name?: unknown } | null)?.name === 'SqliteError';

/** Runs it, with the engine's errors in the words of the port. */
export function attempt<T>(folder: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!isSqliteError(error)) throw error;
    throw new EventBusUnavailable(`${folder}: ${error.code}`, { cause: error });
  }
}
