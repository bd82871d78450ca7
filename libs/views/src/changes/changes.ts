import type { Change } from '@touchstream/events';

/** The object with its changed fields; those it does not have are passed over. A field no longer set becomes null. */
export const withChanges = <T extends object>(fields: T, changes: readonly Readonly<Change>[]): T => ({
  ...fields,
  ...Object.fromEntries(changes.filter(one => Object.hasOwn(fields, one.field)).map(one => [one.field, one.new])),
});
