import type { Conditions, Range } from '../query/index.js';
import { prefixRange, type Term } from '../search/index.js';
import type { Layout, TableIndex } from './layout.js';
import { BEYOND_TEXT, LOWEST_NUMBER, LOWEST_TEXT, toSql, type SqlValue } from './values.js';
import { lineStart, lookupEntry } from './written.js';

/** A piece of SQL with the values of its placeholders. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

export const sql = (text: string, ...values: readonly SqlValue[]): Sql => ({ text, values });

export const joined = (pieces: readonly Sql[], separator: string): Sql =>
  sql(pieces.map(({ text }) => text).join(separator), ...pieces.flatMap(({ values }) => values));

export const where = (pieces: readonly Sql[]): Sql =>
  pieces.length === 0 ? sql('') : joined([sql('WHERE'), joined(pieces, ' AND ')], ' ');

/** The documents `d`, along an index, or as the engine thinks best. */
export const along = ({ documents }: Layout, index: TableIndex | undefined): Sql =>
  sql(index === undefined ? `FROM ${documents} d` : `FROM ${documents} d INDEXED BY ${index.name}`);

/** The documents `d` by their ids, see {@link isAmong}. */
export const byId = ({ documents }: Layout): Sql => sql(`FROM ${documents} d NOT INDEXED`);

/** The documents are fetched by these ids. */
export const isAmong = (ids: Sql): Sql => sql(`d.id IN (${ids.text})`, ...ids.values);

/** The documents are come by otherwise, and looked up among these ids. */
export const isOneOf = (ids: Sql): Sql => sql(`+d.id IN (${ids.text})`, ...ids.values);

/** A condition that the documents' tokens or lookups answer. */
export interface Probe {
  /** The ids of the documents it holds of; some more than once. */
  readonly ids: Sql;
  /** Whether it holds of a document `d`. */
  readonly holds: Sql;
}

function termProbe({ id, documents, tokens }: Layout, term: Term): Probe {
  const entered = term
    .map(prefixRange)
    .map(({ from, below }) => sql(`SELECT id FROM ${tokens} WHERE entry >= ? AND entry < ?`, from, below));
  const begins = term.map(beginning => sql('instr(d.tokens, ?) > 0', lineStart(beginning)));
  const { text, values } = joined(begins, ' OR ');
  const holds = sql(`(${text})`, ...values);
  const waiting = `SELECT d.id FROM ${documents} d WHERE d.id > (SELECT worded FROM generations WHERE id = ${id})`;
  return { ids: joined([...entered, sql(`${waiting} AND ${holds.text}`, ...values)], ' UNION ALL '), holds };
}

function lookupProbe({ lookups }: Layout, { name, value }: Conditions['lookups'][number]): Probe {
  const entry = lookupEntry(name, value);
  return {
    ids: sql(`SELECT id FROM ${lookups} WHERE entry = ?`, entry),
    holds: sql(`EXISTS (SELECT 1 FROM ${lookups} l WHERE l.entry = ? AND l.id = d.id)`, entry),
  };
}

export const probes = (layout: Layout, { lookups, terms }: Pick<Conditions, 'lookups' | 'terms'>): Probe[] => [
  ...lookups.map(lookup => lookupProbe(layout, lookup)),
  ...terms.map(term => termProbe(layout, term)),
];

/** A column as the planner may use it, or may not: SQLite takes `+column` for no column. */
export interface Loose {
  readonly field: string;
  readonly side: 'lower' | 'upper';
}

/**
 * A range is of one type: it always has both ends, so that nulls and values of other types stay outside. With both
 * `below` and `upTo`, both hold.
 */
function ends({ from, below, upTo }: Range): { readonly lower: Sql; readonly uppers: readonly Sql[] } {
  const isText = typeof (from ?? below ?? upTo) === 'string';
  const lowest = isText ? LOWEST_TEXT : LOWEST_NUMBER;
  const uppers = [
    ...(below === undefined ? [] : [sql('< ?', toSql(below))]),
    ...(upTo === undefined ? [] : [sql('<= ?', toSql(upTo))]),
  ];
  const beyond = sql('< ?', isText ? BEYOND_TEXT : LOWEST_TEXT);
  return { lower: sql('>= ?', toSql(from ?? lowest)), uppers: uppers.length === 0 ? [beyond] : uppers };
}

function rangeFilter(column: string, range: Range, loose: Loose['side'] | undefined): Sql[] {
  const { lower, uppers } = ends(range);
  return [
    sql(`${loose === 'lower' ? '+' : ''}${column} ${lower.text}`, ...lower.values),
    ...uppers.map(upper => sql(`${loose === 'upper' ? '+' : ''}${column} ${upper.text}`, ...upper.values)),
  ];
}

/** As many placeholders as the next power of two, so that lists of any length make few statements. */
function padded(values: readonly SqlValue[]): readonly SqlValue[] {
  const size = 2 ** Math.ceil(Math.log2(values.length));
  return Array.from({ length: size }, (_, at) => values[Math.min(at, values.length - 1)]!);
}

function oneOfFilter(column: string, values: readonly SqlValue[]): Sql {
  if (values.length === 0) return sql('FALSE');
  const all = padded(values);
  return sql(`${column} IN (${all.map(() => '?').join(', ')})`, ...all);
}

/** The conditions on fields, of a document `d`. */
export function fieldFilters(layout: Layout, { equal, oneOf, ranges }: Conditions, loose?: Loose): Sql[] {
  const column = (field: string) => `d.${layout.column(field)}`;
  const looseSide = (field: string) => (loose?.field === field ? loose.side : undefined);
  return [
    ...equal.map(({ field, value }) => sql(`${column(field)} = ?`, toSql(value))),
    ...oneOf.map(({ field, values }) =>
      oneOfFilter(`${looseSide(field) === undefined ? '' : '+'}${column(field)}`, values.map(toSql)),
    ),
    ...ranges.flatMap(range => rangeFilter(column(range.field), range, looseSide(range.field))),
  ];
}
