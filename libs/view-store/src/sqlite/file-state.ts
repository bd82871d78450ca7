import type Database from 'better-sqlite3';

/**
 * SQLite's number of the file's state, which every commit of another connection changes; this one only reads. To ask for it takes
 * locks of the system, so it is asked for once in a turn of the event loop: whoever asks again in the same turn began to ask before
 * he could learn of anything newer, unless he learnt it here, see {@link forget}.
 */
export class FileState {
  readonly #ask: Database.Statement<[], number | bigint>;
  #known: number | undefined;

  constructor(db: Database.Database) {
    this.#ask = db.prepare<[], number | bigint>('PRAGMA data_version').pluck();
  }

  current(): number {
    if (this.#known === undefined) {
      this.#known = Number(this.#ask.get());
      setImmediate(this.forget);
    }
    return this.#known;
  }

  /** To be called after whatever may have told somebody of a newer state: a read, or a write that was answered. */
  readonly forget = (): void => {
    this.#known = undefined;
  };
}
