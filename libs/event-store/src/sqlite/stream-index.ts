import type Database from 'better-sqlite3';
import type { ReadStream } from '../event-store.js';
import type { RecentPlaces } from './recent-places.js';

/** Knows the places of the newest events: of all that the index in the file may not have. */
export interface Recent {
  current(): RecentPlaces;
}

/**
 * Where the events of a stream stand. An index that is kept with each append would write a page of its own for nearly every event
 * of a large store: the one where the older events of the stream are. So the newest are found by memory, and the index
 * (`places`) gets many of them together, in its own order.
 */
export class StreamIndex {
  readonly #number: Database.Statement<[string], number>;
  readonly #end: Database.Statement<[string], [number: number, revision: number | null]>;
  readonly #positions: Record<ReadStream['direction'], Database.Statement<[number, number, number], number>>;

  constructor(
    db: Database.Database,
    private readonly recent: Recent,
  ) {
    const positions = (comparison: string, order: string) =>
      db
        .prepare<[number, number, number], number>(
          `SELECT position FROM places WHERE stream = ? AND revision ${comparison} ? ORDER BY revision ${order} LIMIT ?`,
        )
        .safeIntegers(false)
        .pluck();
    this.#number = db.prepare<[string], number>('SELECT id FROM streams WHERE name = ?').safeIntegers(false).pluck();
    this.#end = db
      .prepare<[string], [number, number | null]>(
        'SELECT id, (SELECT max(revision) FROM places WHERE stream = streams.id) FROM streams WHERE name = ?',
      )
      .safeIntegers(false)
      .raw();
    this.#positions = { forwards: positions('>=', 'ASC'), backwards: positions('<=', 'DESC') };
  }

  /** What stands for the stream in the file; undefined where there is no such stream. */
  numberOf(stream: string): number | undefined {
    return this.#number.get(stream);
  }

  /** The stream's number and its last revision; undefined likewise. */
  end(stream: string): { readonly number: number; readonly revision: number } | undefined {
    // First what is in memory: what is merged meanwhile is then in both.
    const recent = this.recent.current();
    const found = this.#end.get(stream);
    if (found === undefined) return undefined;
    const [number, merged] = found;
    return { number, revision: recent.end(number) ?? merged! };
  }

  /** The positions of a stream's events from a revision on, at most `limit`. */
  positions(number: number, { direction, from, limit }: Required<ReadStream>): readonly number[] {
    const { revision: split, positions } = this.recent.current().of(number) ?? { revision: Infinity, positions: [] };
    if (direction === 'forwards') {
      const merged = from < split ? this.#positions.forwards.all(number, from, Math.min(limit, split - from)) : [];
      const first = Math.max(from - split, 0);
      return [...merged, ...positions.slice(first, first + limit - merged.length)];
    }
    const newer =
      from < split
        ? []
        : positions
            .slice(0, from - split + 1)
            .slice(-limit)
            .reverse();
    return [...newer, ...this.#positions.backwards.all(number, Math.min(from, split - 1), limit - newer.length)];
  }
}
