import type Database from 'better-sqlite3';
import { RecentPlaces } from './recent-places.js';
import type { Recent } from './stream-index.js';
import { Unmerged } from './unmerged.js';

/** The newest events of a file that another process writes: those that have come since are read at each question. */
export class FollowedPlaces implements Recent {
  readonly #unmerged: Unmerged;
  #places = new RecentPlaces();
  #upTo = -1;
  /** The last position of the old age. */
  #oldUpTo = -1;

  constructor(db: Database.Database) {
    this.#unmerged = new Unmerged(db);
  }

  current(): RecentPlaces {
    const { done } = this.#unmerged.merged();
    if (done > this.#upTo) {
      this.#places = new RecentPlaces();
      this.#upTo = this.#oldUpTo = done;
    } else if (done > this.#oldUpTo) {
      this.#places.age();
      this.#oldUpTo = this.#upTo;
    }
    for (const [position, stream, revision] of this.#unmerged.after(this.#upTo)) {
      this.#places.add(stream, revision, position);
      this.#upTo = position;
    }
    return this.#places;
  }
}
