import type { Document } from 'mongodb';
import type { Conditions, FieldValue, Range } from '../query/index.js';
import { prefixRange, type Term } from '../search/index.js';
import type { Layout } from './layout.js';
import { lookupOf, toBson } from './written.js';

/** What MongoDB finds documents by. */
export type Filter = Readonly<Document>;

/** A removed document has fields of no kind; it has to be told apart only where nothing is asked. */
const NOT_REMOVED: Filter = { d: { $exists: true } };

const isOperators = (value: unknown): value is Document =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length > 0 &&
  Object.keys(value).every(name => name.startsWith('$'));

/** The one more condition on a name beside what is asked of it already; undefined where both cannot stand side by side. */
function beside(before: unknown, value: unknown): unknown {
  if (before === undefined) return value;
  if (!isOperators(before) || !isOperators(value)) return undefined;
  return Object.keys(value).some(name => Object.hasOwn(before, name)) ? undefined : { ...before, ...value };
}

/** All of them, as flat as can be: what stands in an `$and` not every server finds by an index. */
export function allOf(filters: readonly Filter[]): Filter {
  const whole: Document = {};
  const rest: Filter[] = [];
  for (const filter of filters)
    for (const [name, value] of Object.entries(filter)) {
      const both = beside(whole[name], value);
      if (both === undefined) rest.push({ [name]: value });
      else whole[name] = both;
    }
  return rest.length === 0 ? whole : { ...whole, $and: rest };
}

/** The values of each type, in the order of the types. */
const TYPES: readonly { readonly has: (value: FieldValue) => boolean; readonly all: unknown }[] = [
  { has: value => value === null, all: toBson(null) },
  { has: value => typeof value === 'number', all: { $gte: Number.NEGATIVE_INFINITY } },
  { has: value => typeof value === 'string', all: { $gte: '' } },
  { has: value => typeof value === 'boolean', all: { $gte: false } },
];

/**
 * Ranges hold of values of their bounds' type only, in MongoDB as in the port. "Up to" is said as "not above": some server leaves out
 * what stands at a `$lte` that ends a range of a compound index.
 */
function inRange({ from, below, upTo }: Range): Document {
  return {
    ...(upTo !== undefined && (TYPES.find(({ has }) => has(upTo))!.all as Document)),
    ...(from !== undefined && { $gte: toBson(from) }),
    ...(below !== undefined && { $lt: toBson(below) }),
    ...(upTo !== undefined && { $not: { $gt: toBson(upTo) } }),
  };
}

/** A beginning as a range within one word of the list; a regular expression is not found by the index on every server. */
function begins(beginning: string): Filter {
  const { from, below } = prefixRange(beginning);
  return { t: { $elemMatch: { $gte: from, $lt: below } } };
}

const hasTerm = (term: Term): Filter => (term.length === 1 ? begins(term[0]!) : { $or: term.map(begins) });

/** The documents for which all conditions hold. Throws ViewStoreUnavailable for a field that was not built yet. */
export function filterOf(layout: Layout, { equal, oneOf, ranges, lookups, terms }: Conditions): Filter {
  const filters = [
    ...equal.map(({ field, value }) => ({ [layout.name(field)]: toBson(value) })),
    ...oneOf.map(({ field, values }) => ({ [layout.name(field)]: { $in: values.map(toBson) } })),
    ...ranges.map(({ field, ...range }) => ({ [layout.name(field)]: inRange(range) })),
    ...lookups.map(({ name, value }) => ({ l: lookupOf(name, value) })),
    ...terms.map(hasTerm),
  ];
  return filters.length === 0 ? NOT_REMOVED : allOf(filters);
}

/**
 * What comes after a place, in pieces that follow each other in the order asked for and are each one range of an index: comparisons hold
 * within one type only.
 */
export function after(
  name: string | undefined,
  { value, key }: { readonly value: FieldValue; readonly key: string },
  descending: boolean,
): readonly Filter[] {
  const beyond = descending ? '$lt' : '$gt';
  if (name === undefined) return [{ _id: { [beyond]: key } }];
  const types = descending ? [...TYPES].reverse() : TYPES;
  const later = types.slice(types.findIndex(({ has }) => has(value)) + 1);
  return [
    { [name]: toBson(value), _id: { [beyond]: key } },
    ...(value === null ? [] : [{ [name]: { [beyond]: toBson(value) } }]),
    ...later.map(({ all }) => ({ [name]: all })),
  ];
}
