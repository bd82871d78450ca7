import type Database from 'better-sqlite3';

/**
 * How far the index in the file is. It has the places of all positions up to `done`, and of those up to `until` the ones whose
 * streams have no higher number than `stream`. The two positions are equal while nothing is being merged.
 */
export interface Merged {
  readonly done: number;
  readonly until: number;
  readonly stream: number;
}

type Place = [position: number, stream: number, revision: number];

/** Reads how far the index is, and from the events themselves what it may not have yet. */
export class Unmerged {
  readonly #merged: Database.Statement<[], Merged>;
  readonly #after: Database.Statement<[number], Place>;

  constructor(db: Database.Database) {
    this.#merged = db.prepare<[], Merged>('SELECT done, until, stream FROM merged').safeIntegers(false);
    this.#after = db
      .prepare<[number], Place>('SELECT position, stream, revision FROM events WHERE position > ? ORDER BY position')
      .safeIntegers(false)
      .raw();
  }

  merged(): Merged {
    return this.#merged.get()!;
  }

  after(position: number): Iterable<Place> {
    return this.#after.iterate(position);
  }
}
