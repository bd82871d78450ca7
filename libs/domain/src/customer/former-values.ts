import { isDeepStrictEqual } from 'node:util';
import type { Change, FieldData } from '@touchstream/events';

/** So many values of a field are remembered, those that it had last: each change is compared with them. */
export const MOST_FORMER = 20;

/** By field, the different values that it had before, the last one last; null where it was empty for a time. */
export type FormerValues = ReadonlyMap<string, readonly FieldData[]>;

export const hadBefore = (former: FormerValues, field: string, value: FieldData): boolean =>
  (former.get(field) ?? []).some(one => isDeepStrictEqual(one, value));

/** With the values that gave way to others. */
export function withFormer(former: FormerValues, changes: readonly Change[]): FormerValues {
  const values = new Map(former);
  for (const { field, old } of changes)
    values.set(
      field,
      [...(values.get(field) ?? []).filter(one => !isDeepStrictEqual(one, old)), old].slice(-MOST_FORMER),
    );
  return values;
}
