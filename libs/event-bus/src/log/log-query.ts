import type Database from 'better-sqlite3';
import type { BusFilter, Delivered } from '../event-bus.js';

interface Row {
  readonly offset: bigint;
  readonly position: bigint;
  readonly topic: string;
  readonly key: string;
  readonly id: string;
  readonly headers: string;
  readonly value: Uint8Array;
}

const delivered = ({ headers, ...row }: Row): Delivered => ({
  ...row,
  headers: JSON.parse(headers) as Record<string, string>,
});

/** Messages after one offset, up to another. */
interface Span {
  readonly after: bigint;
  readonly upTo: bigint;
  readonly limit: number;
}

/** What narrows the messages down most, and the values to look up: each has an index in order of offset. */
function narrowest({ customerId, types, topics }: BusFilter): { column?: string; values: readonly string[] } {
  if (customerId !== undefined) return { column: 'customer', values: [customerId] };
  if (types !== undefined) return { column: 'type', values: [...new Set(types)] };
  if (topics !== undefined) return { column: 'topic', values: [...new Set(topics)] };
  return { values: [''] };
}

/** The rest of the filter is looked at row by row: a customer's messages are few, and a type has one topic. */
const sqlBy = (column: string | undefined): string => `
  SELECT offset FROM messages
  WHERE ${column === undefined ? 'true' : `${column} = @value`} AND offset > @after AND offset <= @upTo
    AND (@types IS NULL OR type IN (SELECT value FROM json_each(@types)))
    AND (@topics IS NULL OR topic IN (SELECT value FROM json_each(@topics)))
  ORDER BY offset LIMIT @limit`;

const json = (values: readonly string[] | undefined) => (values === undefined ? null : JSON.stringify(values));
const ascending = (a: bigint, b: bigint) => (a < b ? -1 : Number(a > b));

/** Reads the log. The cost of a read grows with its limit and the values asked for, not with the log. */
export class LogQuery {
  private readonly offsets = new Map<string | undefined, Database.Statement<unknown[], bigint>>();
  private readonly row: Database.Statement<[bigint], Row>;

  constructor(private readonly db: Database.Database) {
    this.row = db.prepare('SELECT offset, position, topic, key, id, headers, value FROM messages WHERE offset = ?');
  }

  read(span: Span, filter: BusFilter): readonly Delivered[] {
    const { column, values } = narrowest(filter);
    const wanted = { types: json(filter.types), topics: json(filter.topics) };
    const find = this.offsetsBy(column);
    return values
      .flatMap(value => find.all({ ...span, ...wanted, value }))
      .sort(ascending)
      .slice(0, span.limit)
      .flatMap(offset => this.row.get(offset) ?? [])
      .map(delivered);
  }

  private offsetsBy(column: string | undefined): Database.Statement<unknown[], bigint> {
    const known = this.offsets.get(column);
    if (known !== undefined) return known;
    const statement = this.db.prepare<unknown[], bigint>(sqlBy(column)).pluck();
    this.offsets.set(column, statement);
    return statement;
  }
}
