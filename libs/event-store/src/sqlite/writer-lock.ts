import Database from 'better-sqlite3';
import { failedWith } from '@touchstream/sqlite-file';
import { EventStoreFenced } from '../event-store.js';

/**
 * Held by the one writer of a file for as long as it lives: an exclusive transaction on a file beside it, which the
 * operating system ends with the process, however that ends. Readers of the events take no part in it.
 */
export class WriterLock {
  readonly #db: Database.Database;

  /** Throws {@link EventStoreFenced} where another writer has it. */
  constructor(path: string) {
    this.#db = new Database(`${path}.lock`, { timeout: 0 });
    try {
      this.#db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      this.#db.close();
      if (failedWith(error, 'SQLITE_BUSY'))
        throw new EventStoreFenced(`${path} has a writer already: stop it first, or open the file for reading only`);
      throw error;
    }
  }

  release(): void {
    this.#db.close();
  }
}
