import type Database from 'better-sqlite3';
import type { FeedFilter } from '../event-store.js';
import type { Row, Rows } from './rows.js';
import { SPAN } from './schema.js';
import type { TypeNames } from './type-names.js';

/** A part of the feed: the positions after the one and up to the other. */
export interface Span {
  readonly after: bigint;
  readonly upTo: bigint;
  readonly limit: number;
}
/** The events found, and how far the span was read: to its end, or to the last event of a full run. */
export interface Run {
  readonly rows: readonly Row[];
  readonly position: bigint;
}

/** At most so many events are looked at in one run by a filter. */
const SCANNED = 10_000n;
const SPANS = SCANNED / SPAN;

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const inOrder = (condition: string): string => `
  FROM events e CROSS JOIN streams s ON s.id = e.stream
  WHERE e.position > ? AND e.position <= ? AND ${condition} ORDER BY e.position LIMIT ?`;

const ALL = inOrder('true');
const OF_TYPES = inOrder('+e.type IN (SELECT value FROM json_each(?))');
const OF_STREAMS = inOrder('EXISTS (SELECT 1 FROM json_each(?) WHERE substr(s.name, 1, length(value)) = value)');

/** The first span from one on that has events of any of the types; null where there is none. */
const NEXT_SPAN = `
  SELECT min((SELECT span FROM type_spans WHERE type = value AND span >= ? ORDER BY span LIMIT 1)) FROM json_each(?)`;

/** Reads the feed in runs, each of bounded cost whatever the filter leaves out. */
export class FeedQuery {
  readonly #statements = new Map<string, Database.Statement<unknown[], Row>>();
  readonly #nextSpan: Database.Statement<[bigint, string], bigint | null>;

  constructor(
    db: Database.Database,
    private readonly rows: Rows,
    private readonly types: TypeNames,
  ) {
    this.#nextSpan = db.prepare<[bigint, string], bigint | null>(NEXT_SPAN).pluck();
  }

  run(span: Span, filter: FeedFilter | undefined): Run {
    if (filter === undefined) return this.#run(ALL, span, [span.after, span.upTo]);
    return 'types' in filter ? this.#ofTypes(span, filter.types) : this.#scan(OF_STREAMS, span, filter.streamPrefixes);
  }

  /** From span to span that has events of these types; what lies between is skipped. */
  #ofTypes({ after, upTo, limit }: Span, names: readonly string[]): Run {
    const types = JSON.stringify(this.types.numbersOf([...new Set(names)]));
    const rows: Row[] = [];
    let at = after;
    for (let looked = 0n; looked < SPANS && at < upTo; looked += 1n) {
      const next = this.#nextSpan.get((at + 1n) / SPAN, types)!;
      if (next === null || next * SPAN > upTo) return { rows, position: upTo };
      const [from, end] = [larger(at, next * SPAN - 1n), smaller(upTo, (next + 1n) * SPAN - 1n)];
      const room = limit - rows.length;
      const found = this.#statement(OF_TYPES).all(from, end, types, room);
      rows.push(...found);
      if (found.length === room) return { rows, position: BigInt(rows.at(-1)![0]) };
      at = end;
    }
    return { rows, position: at };
  }

  #scan(sql: string, span: Span, wanted: readonly string[]): Run {
    const bounded = { ...span, upTo: smaller(span.upTo, span.after + SCANNED) };
    return this.#run(sql, bounded, [span.after, bounded.upTo, JSON.stringify(wanted)]);
  }

  #run(sql: string, { upTo, limit }: Span, parameters: readonly unknown[]): Run {
    const rows = this.#statement(sql).all(...parameters, limit);
    return { rows, position: rows.length < limit ? upTo : BigInt(rows.at(-1)![0]) };
  }

  #statement(sql: string): Database.Statement<unknown[], Row> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.rows.select<unknown[]>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
