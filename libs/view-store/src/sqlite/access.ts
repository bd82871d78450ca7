import { fieldsIn, type Conditions } from '../query/index.js';
import type { Layout, TableIndex } from './layout.js';

/** How documents are come by: along an index, and whether that gives them in the order asked for. */
export interface Access {
  readonly index: TableIndex | undefined;
  /** Whether less than all of the index is read. */
  readonly confined: boolean;
  readonly ordered: boolean;
}

type Wanted = Pick<Conditions, 'equal' | 'oneOf' | 'ranges'>;

const NO_INDEX: Access = { index: undefined, confined: false, ordered: false };

const isEqual = ({ equal }: Wanted, field: string) => equal.some(condition => condition.field === field);
const isIn = ({ oneOf, ranges }: Wanted, field: string | undefined) =>
  oneOf.some(condition => condition.field === field) || ranges.some(condition => condition.field === field);

/** How many fields of the index confine what is read of it; a range or list counts half, and only after equal ones. */
function confined({ fields }: TableIndex, wanted: Wanted): { readonly equal: number; readonly all: number } {
  const other = fields.findIndex(field => !isEqual(wanted, field));
  const equal = other < 0 ? fields.length : other;
  return { equal, all: equal + (isIn(wanted, fields[equal]) ? 0.5 : 0) };
}

const best = <T extends { readonly score: number }>(ways: readonly T[]): T | undefined =>
  ways.reduce<T | undefined>((found, way) => (way.score > (found?.score ?? 0) ? way : found), undefined);

/** A field that is held equal orders nothing: what is left is the key. */
export const effectiveOrder = (wanted: Wanted, orderBy: string | undefined): string | undefined =>
  orderBy !== undefined && isEqual(wanted, orderBy) ? undefined : orderBy;

/**
 * The index to find by. By rule, not by the engine's guess, so that a page costs the same today and tomorrow: one that
 * confines and orders, else one that confines, else one that orders; of several the one that confines most.
 */
export function findAccess({ indexes, byKey }: Layout, wanted: Wanted, orderBy: string | undefined): Access {
  const order = effectiveOrder(wanted, orderBy);
  const way = (index: TableIndex) => {
    const { equal, all } = confined(index, wanted);
    const rest = index.fields.slice(equal);
    const ordered = order === undefined ? rest.length === 0 : rest.length === 1 && rest[0] === order;
    const score = all > 0 ? all + (ordered ? 200 : 100) : Number(ordered);
    return { index, confined: all > 0, ordered, score };
  };
  return best([...indexes, byKey].map(way)) ?? NO_INDEX;
}

/** The index to count by: one that confines most; of several one that holds all fields, so that no document is read. */
export function tallyAccess({ indexes }: Layout, wanted: Wanted, counted: readonly string[]): Access {
  const needed = [...counted, ...[...wanted.equal, ...wanted.oneOf, ...wanted.ranges].map(({ field }) => field)];
  const way = (index: TableIndex) => {
    const covers = needed.length > 0 && needed.every(field => fieldsIn(index).includes(field));
    const { all } = confined(index, wanted);
    return { index, confined: all > 0, ordered: false, score: all * 2 + Number(covers) * 0.5 };
  };
  return best(indexes.map(way)) ?? NO_INDEX;
}
