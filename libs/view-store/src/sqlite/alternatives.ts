import type { Conditions } from '../query/index.js';
import { findAccess } from './access.js';
import type { Layout } from './layout.js';

/** Values of a list, at most, for which it is worth asking for each by itself. */
const MAX_PARTS = 32;

/**
 * A list of values stands in the way of an index's order, one value does not. Gives the same conditions with each value
 * by itself, where an index then has their documents in order; no document matches two of them. Otherwise the conditions
 * as they are.
 */
export function parts(layout: Layout, conditions: Conditions, orderBy: string | undefined): readonly Conditions[] {
  const { equal, oneOf } = conditions;
  const list = oneOf.find(({ field, values }) => field !== orderBy && values.length <= MAX_PARTS);
  if (list === undefined || findAccess(layout, conditions, orderBy).ordered) return [conditions];
  const each = list.values.map(value => ({
    ...conditions,
    equal: [...equal, { field: list.field, value }],
    oneOf: oneOf.filter(other => other !== list),
  }));
  return each.every(part => findAccess(layout, part, orderBy).ordered) && each.length > 0 ? each : [conditions];
}
