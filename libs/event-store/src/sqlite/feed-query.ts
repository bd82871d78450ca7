import type Database from 'better-sqlite3';
import type { FeedFilter } from '../event-store.js';
import { COLUMNS, type Row } from './rows.js';
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

/** Up to so many types are merged from the index by type; where there are more, most of the feed is asked for. */
const MERGED_TYPES = 64;
/** At most so many events are looked at in one run by a filter that has to look at each. */
const SCANNED = 10_000n;

const inOrder = (condition: string): string => `
  SELECT ${COLUMNS} FROM events e CROSS JOIN streams s ON s.id = e.stream
  WHERE e.position > ? AND e.position <= ? AND ${condition} ORDER BY e.position LIMIT ?`;

const ALL = inOrder('true');
const OF_MANY_TYPES = inOrder('+e.type IN (SELECT value FROM json_each(?))');
const OF_STREAMS = inOrder('EXISTS (SELECT 1 FROM json_each(?) WHERE substr(s.name, 1, length(value)) = value)');

/** The index gives the events of each type in order; they are merged, and no further than the limit. */
const ofTypes = (count: number): string => `
  SELECT ${COLUMNS} FROM (
    ${Array(count).fill('SELECT position AS place FROM events WHERE type = ? AND position > ? AND position <= ?').join(' UNION ALL ')}
    ORDER BY place LIMIT ?
  ) CROSS JOIN events e ON e.position = place CROSS JOIN streams s ON s.id = e.stream ORDER BY place`;

/** Reads the feed in runs, each of bounded cost whatever the filter leaves out. */
export class FeedQuery {
  readonly #statements = new Map<string, Database.Statement<unknown[], Row>>();

  constructor(
    private readonly db: Database.Database,
    private readonly types: TypeNames,
  ) {}

  run(span: Span, filter: FeedFilter | undefined): Run {
    if (filter === undefined) return this.#run(ALL, span, [span.after, span.upTo]);
    return 'types' in filter ? this.#ofTypes(span, filter.types) : this.#scan(OF_STREAMS, span, filter.streamPrefixes);
  }

  #ofTypes(span: Span, names: readonly string[]): Run {
    const numbers = this.types.numbersOf([...new Set(names)]);
    if (numbers.length === 0) return { rows: [], position: span.upTo };
    if (numbers.length > MERGED_TYPES) return this.#scan(OF_MANY_TYPES, span, numbers.map(Number));
    const arms = numbers.flatMap(number => [number, span.after, span.upTo]);
    return this.#run(ofTypes(numbers.length), span, arms);
  }

  #scan(sql: string, span: Span, wanted: readonly (string | number)[]): Run {
    const end = span.after + SCANNED;
    const bounded = end < span.upTo ? { ...span, upTo: end } : span;
    return this.#run(sql, bounded, [span.after, bounded.upTo, JSON.stringify(wanted)]);
  }

  #run(sql: string, { upTo, limit }: Span, parameters: readonly unknown[]): Run {
    const rows = this.#statement(sql).all(...parameters, limit);
    return { rows, position: rows.length < limit ? upTo : (rows.at(-1)?.[0] ?? upTo) };
  }

  #statement(sql: string): Database.Statement<unknown[], Row> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.db.prepare<unknown[], Row>(sql).raw();
    this.#statements.set(sql, statement);
    return statement;
  }
}
