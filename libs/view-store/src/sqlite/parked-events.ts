import type { Parked, ParkedTally } from '../view-store.js';
import type { Statement, Statements } from './statements.js';
import type { SqlValue } from './values.js';

type Row = [
  key: string,
  position: bigint,
  eventId: string,
  type: string,
  stream: string,
  revision: bigint,
  reason: string,
  parkedAt: string,
];
const COLUMNS = 'key, position, event_id, type, stream, revision, reason, parked_at';
/** Before every position. */
const BEFORE_ALL = -(2n ** 63n);

const parkedOf = (view: string, [key, position, eventId, type, stream, revision, reason, parkedAt]: Row): Parked => ({
  view,
  key,
  position,
  eventId,
  type,
  stream,
  revision: Number(revision),
  reason,
  parkedAt,
});

export interface ParkedQuery {
  readonly key?: string;
  readonly after?: bigint;
  readonly limit: number;
}

/** The table of parked events. Inside the caller's transaction. */
export class ParkedEvents {
  readonly #add: Statement;
  readonly #remove: Statement;
  readonly #clear: Statement;
  readonly #keys: Statement;

  constructor(private readonly statements: Statements) {
    this.#add = statements.get(
      `INSERT INTO parked (generation, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#remove = statements.get('DELETE FROM parked WHERE generation = ? AND key = ? AND position = ?');
    this.#clear = statements.get('DELETE FROM parked WHERE generation = ?');
    this.#keys = statements.get(
      'SELECT key, COUNT(*), MIN(parked_at), MIN(position) FROM parked WHERE generation = ? GROUP BY key',
    );
  }

  add(generation: bigint, { key, position, eventId, type, stream, revision, reason, parkedAt }: Parked): void {
    this.#add.run(generation, key, position, eventId, type, stream, BigInt(revision), reason, parkedAt);
  }

  remove(generation: bigint, { key, position }: Pick<Parked, 'key' | 'position'>): void {
    this.#remove.run(generation, key, position);
  }

  clear(generation: bigint): void {
    this.#clear.run(generation);
  }

  /** In order of position. The entries of one position stay together, so that the next page can begin after it. */
  list(generation: bigint, view: string, { key, after = BEFORE_ALL, limit }: ParkedQuery): readonly Parked[] {
    const ofKey = key === undefined ? '' : 'AND key = ?';
    const values: SqlValue[] = [generation, ...(key === undefined ? [] : [key])];
    const [lastOfPage] = (this.statements
      .get(
        `SELECT position FROM parked WHERE generation = ? ${ofKey} AND position > ? ORDER BY position LIMIT 1 OFFSET ?`,
      )
      .get(...values, after, BigInt(limit - 1)) ?? [2n ** 63n - 1n]) as [bigint];
    const rows = this.statements
      .get(
        `SELECT ${COLUMNS} FROM parked WHERE generation = ? ${ofKey} AND position > ? AND position <= ? ORDER BY position, key`,
      )
      .all(...values, after, lastOfPage) as Row[];
    return rows.map(row => parkedOf(view, row));
  }

  keys(generation: bigint): ReadonlyMap<string, ParkedTally> {
    const rows = this.#keys.all(generation) as [string, bigint, string, bigint][];
    return new Map(rows.map(([key, count, oldest, first]) => [key, { count: Number(count), oldest, first }]));
  }
}
