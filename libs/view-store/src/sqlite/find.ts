import type { Doc, View } from '@touchstream/views';
import {
  conditions,
  cursorAfter,
  ensureDeclared,
  ensureLimit,
  placeOf,
  type Conditions,
  type Place,
} from '../query/index.js';
import type { Find, Page, StoredDoc } from '../view-store.js';
import { effectiveOrder, findAccess } from './access.js';
import { parts } from './alternatives.js';
import type { Documents } from './documents.js';
import { along, fieldFilters, isOneOf, joined, probes, sql, where, type Loose, type Sql } from './sql.js';
import { startFrom, type Start, type Walk } from './start.js';
import { compareSql, fromSql, toSql, type SqlValue } from './values.js';

/** Entries of a word or lookup whose documents are all looked at and sorted: beyond, walking in order is sooner done. */
const FEW = 8_000;
/** Documents looked at in order in the hope of a page: words that many documents have are met soon. */
const GLANCE = 1_000;

type Row = [id: bigint, key: string, value: SqlValue];

/** A query in terms of columns. */
interface Asked {
  readonly conditions: Conditions;
  /** The column ordered by before the key; undefined where all documents have the same value in it. */
  readonly column: string | undefined;
  /** The value that a cursor names. */
  readonly value: string;
  readonly descending: boolean;
  readonly limit: number;
}

function orderBy({ column, descending }: Asked): string {
  const way = descending ? 'DESC' : 'ASC';
  return column === undefined ? `ORDER BY d.key ${way}` : `ORDER BY d.${column} ${way}, d.key ${way}`;
}

function after({ column, descending }: Asked, { value, key }: Place): Sql {
  const sign = descending ? '<' : '>';
  if (column === undefined) return sql(`d.key ${sign} ?`, key);
  return sql(`(d.${column}, d.key) ${sign} (?, ?)`, toSql(value), key);
}

/** What is looked at, in order, up to a page and one more document where there is another page. */
function page(documents: Documents, asked: Asked, { source, filters }: Start): Row[] {
  const { text, values } = joined(
    [
      sql(`SELECT d.id, d.key, ${asked.value}`),
      source,
      where(filters),
      sql(`${orderBy(asked)} LIMIT ?`, BigInt(asked.limit + 1)),
    ],
    ' ',
  );
  return documents.statements.get(text).all(...values) as Row[];
}

/** The same over the first documents of a walk only. SQLite takes the inner query's rows one by one, in its order. */
function glance(documents: Documents, asked: Asked, walk: Start, held: readonly Sql[]): Row[] {
  const { text, values } = joined(
    [
      sql(`SELECT d.id, d.key, d.value FROM (SELECT d.id, d.key, ${asked.value} AS value, d.tokens`),
      walk.source,
      where(walk.filters),
      sql(`${orderBy(asked)} LIMIT ?) d`, BigInt(GLANCE)),
      where(held),
      sql('LIMIT ?', BigInt(asked.limit + 1)),
    ],
    ' ',
  );
  return documents.statements.get(text).all(...values) as Row[];
}

function rows(documents: Documents, asked: Asked, orderedBy: string | undefined, place: Place | undefined): Row[] {
  const { layout } = documents;
  const { index, confined, ordered } = findAccess(layout, asked.conditions, orderedBy);
  // The bound on the side of the cursor must not be what the index is entered by, or every page would begin at the first.
  const field = effectiveOrder(asked.conditions, orderedBy);
  const loose: Loose | undefined =
    field === undefined || place === undefined ? undefined : { field, side: asked.descending ? 'upper' : 'lower' };
  const filters = [
    ...fieldFilters(layout, asked.conditions, loose),
    ...(place === undefined ? [] : [after(asked, place)]),
  ];
  const walk: Walk = { source: along(layout, index), filters, confined };
  const all = probes(layout, asked.conditions);
  const few = startFrom(documents, walk, all, FEW);
  if (few !== undefined) return page(documents, asked, few);
  if (!ordered) return page(documents, asked, startFrom(documents, walk, all)!);
  const first = glance(
    documents,
    asked,
    walk,
    all.map(({ holds }) => holds),
  );
  if (first.length > asked.limit) return first;
  return page(documents, asked, { source: walk.source, filters: [...filters, ...all.map(({ ids }) => isOneOf(ids))] });
}

/** In the order of the page, by value and then by key. */
const inOrder =
  ({ descending }: Asked) =>
  (a: Row, b: Row): number =>
    (compareSql(a[2], b[2]) || compareSql(a[1], b[1])) * (descending ? -1 : 1);

function merged(documents: Documents, asked: Asked, orderedBy: string | undefined, place: Place | undefined): Row[] {
  const each = parts(documents.layout, asked.conditions, orderedBy);
  const found = each.map(wanted => rows(documents, { ...asked, conditions: wanted }, orderedBy, place));
  if (found.length === 1) return found[0]!;
  return found
    .flat()
    .sort(inOrder(asked))
    .slice(0, asked.limit + 1);
}

/** A page of the documents of a generation. Throws InvalidCursor, TypeError or RangeError for what the port does not take. */
export function find<D extends Doc>(documents: Documents, view: View<D>, query: Find): Page<D> {
  ensureLimit(query.limit);
  if (query.orderBy !== undefined) ensureDeclared(view, [query.orderBy]);
  const place = query.after === undefined ? undefined : placeOf(view.name, query, query.after);
  const wanted = conditions(view, query.where);
  const field = effectiveOrder(wanted, query.orderBy);
  const asked: Asked = {
    conditions: wanted,
    column: field === undefined ? undefined : documents.layout.column(field),
    value: query.orderBy === undefined ? 'NULL' : `d.${documents.layout.column(query.orderBy)}`,
    descending: query.direction === 'descending',
    limit: query.limit,
  };
  const found = merged(documents, asked, query.orderBy, place);
  const items = found.slice(0, query.limit).map(([id, key]) => documents.withId(id, key) as StoredDoc<D>);
  const last = found.length > query.limit ? found[query.limit - 1] : undefined;
  if (last === undefined) return { items };
  return { items, next: cursorAfter(view.name, query, { value: fromSql(last[2]), key: last[1] }) };
}
