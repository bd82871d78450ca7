/** A table to look texts up in: the names of its columns, and by its key the texts in them, in the same order. */
export interface LookupTable {
  readonly header: readonly string[];
  readonly rows: ReadonlyMap<string, readonly string[]>;
}

/** Which table a `lookup` names, and which of its columns. */
export function lookedUp(lookup: string): { readonly table: string; readonly column: string } {
  const dot = lookup.indexOf('.');
  return { table: lookup.slice(0, dot), column: lookup.slice(dot + 1) };
}
