import { isDeepStrictEqual } from 'node:util';
import type { Change, FieldData } from '@touchstream/events';

/** What differs between two sets of fields, in the order of `fields`; null where a field is not set. */
export const changesBetween = <F extends string>(
  fields: readonly F[],
  before: { readonly [N in F]?: unknown },
  after: { readonly [N in F]?: unknown },
): Change[] =>
  fields
    .map(field => ({
      field,
      old: (before[field] ?? null) as FieldData,
      new: (after[field] ?? null) as FieldData,
    }))
    .filter(change => !isDeepStrictEqual(change.old, change.new));

/** The fields after the changes; those that became null are not there. */
export function withChanges<T extends object>(fields: T, changes: readonly Change[]): T {
  const values = new Map<string, unknown>(Object.entries(fields));
  for (const { field, new: value } of changes)
    if (value === null) values.delete(field);
    else values.set(field, value);
  return Object.fromEntries(values) as T;
}

/** The fields with new values over them, and without those to clear. */
export const revised = <T extends object>(fields: T, values: Partial<T>, clear: readonly string[] = []): T =>
  Object.fromEntries(
    Object.entries({ ...fields, ...values }).filter(([name, value]) => value !== undefined && !clear.includes(name)),
  ) as T;
