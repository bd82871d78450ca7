import type { View } from '@touchstream/views';
import { queryTerms, type Term } from '../search/index.js';
import type { Condition } from '../view-store.js';
import { fieldsIn } from './shape.js';

/** What a declared field may hold. */
export type FieldValue = string | number | boolean | null;
type Bound = string | number;

export interface Range {
  readonly from?: Bound;
  readonly below?: Bound;
  readonly upTo?: Bound;
}

/** The conditions of a query, checked, by kind. All must hold. */
export interface Conditions {
  readonly equal: readonly { readonly field: string; readonly value: FieldValue }[];
  readonly oneOf: readonly { readonly field: string; readonly values: readonly Bound[] }[];
  readonly ranges: readonly ({ readonly field: string } & Range)[];
  readonly lookups: readonly { readonly name: string; readonly value: string }[];
  readonly terms: readonly Term[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Alternatives of one condition, at most. */
const MAX_ALTERNATIVES = 1_000;

const declaredFields = new WeakMap<object, ReadonlySet<string>>();

function declared(view: Pick<View, 'indexes'>): ReadonlySet<string> {
  const known = declaredFields.get(view) ?? new Set(view.indexes.flatMap(fieldsIn));
  declaredFields.set(view, known);
  return known;
}

/** Throws TypeError for a field that none of the view's indexes names. */
export function ensureDeclared(view: Pick<View, 'name' | 'indexes'>, fields: readonly string[]): void {
  for (const field of fields)
    if (!declared(view).has(field))
      throw new TypeError(`${view.name}: field ${field} is in none of the view's indexes`);
}

/** A lone surrogate has no UTF-8 form; it is kept, and asked for, as U+FFFD. */
const wellFormed = <V>(value: V): V => (typeof value === 'string' ? (value.toWellFormed() as V) : value);

/** A value of a declared field as it is kept and asked for. Throws TypeError for what no store can order. */
export function fieldValue<V>(value: V, where: string): V {
  const sound = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (!sound) throw new TypeError(`${where} is not text, a finite number, a boolean or null`);
  return wellFormed(value);
}

const isBound = (value: unknown) => typeof value === 'string' || typeof value === 'number';

/** None where it has no bounds. */
function range(condition: { readonly field: string } & Range): ({ readonly field: string } & Range)[] {
  const { field } = condition;
  const bounds = Object.entries(condition).filter(([name, bound]) => name !== 'field' && bound !== undefined);
  if (!bounds.every(([, bound]) => isBound(bound)) || new Set(bounds.map(([, bound]) => typeof bound)).size > 1)
    throw new TypeError(`the bounds of ${field} are not all texts or all numbers`);
  if (bounds.length === 0) return [];
  return [{ field, ...Object.fromEntries(bounds.map(([name, bound]) => [name, fieldValue(bound, field)])) }];
}

function alternatives(field: string, values: readonly Bound[]): readonly Bound[] {
  if (values.length > MAX_ALTERNATIVES) throw new RangeError(`more than ${MAX_ALTERNATIVES} alternatives of ${field}`);
  if (!values.every(isBound)) throw new TypeError(`the alternatives of ${field} are not texts or numbers`);
  return [...new Set(values.map(value => fieldValue(value, field)))];
}

/** A list of one is an equality, which an index serves better. */
function sortAlternatives(field: string, values: readonly Bound[], into: Mutable<Conditions>): void {
  if (values.length === 1) into.equal.push({ field, value: values[0]! });
  else into.oneOf.push({ field, values });
}

function sort(condition: Condition, into: Mutable<Conditions>): void {
  if ('text' in condition) into.terms.push(...queryTerms(condition.text));
  else if ('lookup' in condition) into.lookups.push({ name: condition.lookup, value: wellFormed(condition.has) });
  else if ('is' in condition)
    into.equal.push({ field: condition.field, value: fieldValue(condition.is, condition.field) });
  else if ('in' in condition) sortAlternatives(condition.field, alternatives(condition.field, condition.in), into);
  else into.ranges.push(...range(condition));
}

/** Checks the conditions and sorts them by kind. Throws TypeError or RangeError for what the port does not take. */
export function conditions(view: Pick<View, 'name' | 'indexes'>, where: readonly Condition[]): Conditions {
  const sorted: Mutable<Conditions> = { equal: [], oneOf: [], ranges: [], lookups: [], terms: [] };
  for (const condition of where) {
    if ('field' in condition) ensureDeclared(view, [condition.field]);
    sort(condition, sorted);
  }
  return sorted;
}
