import type { View } from '@touchstream/views';
import { conditions, ensureDeclared } from '../query/index.js';
import type { Tally, TallyGroup } from '../view-store.js';
import { tallyAccess } from './access.js';
import type { Documents } from './documents.js';
import { along, fieldFilters, joined, probes, sql, where, type Sql } from './sql.js';
import { startFrom } from './start.js';
import { fromSql, type SqlValue } from './values.js';

const HALF = 2n ** 32n;

/** Two sums of 32 bits each, high and low, for one of 64 might overflow. */
const halves = (column: string) => [
  `SUM(CASE WHEN typeof(d.${column}) = 'integer' THEN d.${column} >> 32 END)`,
  `SUM(CASE WHEN typeof(d.${column}) = 'integer' THEN d.${column} & 4294967295 END)`,
];

const whole = (high: SqlValue | undefined, low: SqlValue | undefined): bigint =>
  ((high ?? 0n) as bigint) * HALF + ((low ?? 0n) as bigint);

/** The statement that counts, and adds up. Throws TypeError or RangeError for what the port does not take. */
function tallySql(documents: Documents, view: View, { where: asked, groupBy, sum }: Tally): Sql {
  const { layout } = documents;
  ensureDeclared(view, [...groupBy, ...sum]);
  const wanted = conditions(view, asked);
  const { index, confined } = tallyAccess(layout, wanted, [...groupBy, ...sum]);
  const walk = { source: along(layout, index), filters: fieldFilters(layout, wanted), confined };
  const { source, filters } = startFrom(documents, walk, probes(layout, wanted))!;
  const columns = groupBy.map(field => `d.${layout.column(field)}`).join(', ');
  const shown = ['COUNT(*)', ...sum.flatMap(field => halves(layout.column(field)))].join(', ');
  return joined(
    [
      sql(`SELECT ${columns === '' ? '' : `${columns}, `}${shown}`),
      source,
      where(filters),
      sql(columns === '' ? 'HAVING COUNT(*) > 0' : `GROUP BY ${columns} ORDER BY ${columns}`),
    ],
    ' ',
  );
}

/** Counts and sums over the documents of a generation. */
export function tally(documents: Documents, view: View, query: Tally): readonly TallyGroup[] {
  const { groupBy, sum } = query;
  const { text, values } = tallySql(documents, view, query);
  return documents.statements
    .get(text)
    .all(...values)
    .map(row => {
      const sums = row.slice(groupBy.length + 1);
      return {
        group: Object.fromEntries(groupBy.map((field, at) => [field, fromSql(row[at]!)])),
        count: Number(row[groupBy.length]),
        sums: Object.fromEntries(sum.map((field, at) => [field, whole(sums[2 * at], sums[2 * at + 1])])),
      };
    });
}
