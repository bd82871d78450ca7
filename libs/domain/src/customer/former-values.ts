import { isDeepStrictEqual } from 'node:util';
import type { Change, FieldData } from '@touchstream/events';

/** By field, the values it had before; null where it was empty for a time. */
export type FormerValues = ReadonlyMap<string, readonly FieldData[]>;

export const hadBefore = (former: FormerValues, field: string, value: FieldData): boolean =>
  (former.get(field) ?? []).some(one => isDeepStrictEqual(one, value));

/** With the values that gave way to others. */
export function withFormer(former: FormerValues, changes: readonly Change[]): FormerValues {
  const values = new Map(former);
  for (const { field, old } of changes)
    if (!hadBefore(values, field, old)) values.set(field, [...(values.get(field) ?? []), old]);
  return values;
}
