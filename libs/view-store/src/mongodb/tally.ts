import type { Document } from 'mongodb';
import type { View } from '@touchstream/views';
import { conditions, ensureDeclared } from '../query/index.js';
import type { Tally, TallyGroup } from '../view-store.js';
import type { Connection } from './connection.js';
import { filterOf } from './filters.js';
import type { Layout } from './layout.js';
import { fromBson, type KeptDoc } from './written.js';

interface Row {
  readonly _id: Readonly<Record<string, unknown>>;
  readonly count: number | bigint;
  readonly [sum: `s${number}`]: { toString(): string };
}

/** Integers only, as decimals: these have 34 digits, enough for 10¹⁸ of the largest integers there are. */
const sumOf = (path: string): Document => ({
  $sum: { $cond: [{ $eq: [{ $type: path }, 'long'] }, { $toDecimal: path }, 0] },
});

const numbered = <T>(prefix: string, values: readonly T[]): Record<string, T> =>
  Object.fromEntries(values.map((value, at) => [`${prefix}${at}`, value]));

/** The stages that count, and add up, in the order of the groups. */
function stages(layout: Layout, view: View, { where, groupBy, sum }: Tally): Document[] {
  const path = (field: string) => `$${layout.name(field)}`;
  const groups = numbered('g', groupBy.map(path));
  const group = { _id: groups, count: { $sum: 1 }, ...numbered('s', sum.map(path).map(sumOf)) };
  const sort = Object.fromEntries(Object.keys(groups).map(name => [`_id.${name}`, 1]));
  return [
    { $match: filterOf(layout, conditions(view, where)) },
    { $group: group },
    ...(groupBy.length === 0 ? [] : [{ $sort: sort }]),
  ];
}

/** A tally, checked, as it is put to a generation. Throws TypeError or RangeError for what the port does not take. */
export function tally(
  connection: Connection,
  view: View,
  query: Tally,
): (layout: Layout) => Promise<readonly TallyGroup[]> {
  const { groupBy, sum, where } = query;
  ensureDeclared(view, [...groupBy, ...sum]);
  conditions(view, where);
  return async layout => {
    const pipeline = stages(layout, view, query);
    const rows = await connection.call(() =>
      connection.collection<KeptDoc>(layout.documents).aggregate<Row>(pipeline).toArray(),
    );
    return rows.map(row => ({
      group: Object.fromEntries(groupBy.map((field, at) => [field, fromBson(row._id[`g${at}`])])),
      count: Number(row.count),
      sums: Object.fromEntries(sum.map((field, at) => [field, BigInt(row[`s${at}`]!.toString())])),
    }));
  };
}
