import Database from 'better-sqlite3';
import { EventBusUnavailable } from '../event-bus.js';

/** Runs it, with the engine's errors in the words of the port. */
export function attempt<T>(folder: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw new EventBusUnavailable(`${folder}: ${error.code}`, { cause: error });
  }
}
