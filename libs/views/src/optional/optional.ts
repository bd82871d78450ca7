/** The named fields of a payload, with null for those left out: a document says of every field that it has no value. */
export const orNull = <T extends object, K extends keyof T>(
  data: T,
  ...names: readonly K[]
): { readonly [N in K]-?: Exclude<T[N], undefined> | null } =>
  Object.fromEntries(names.map(name => [name, data[name] ?? null])) as {
    readonly [N in K]-?: Exclude<T[N], undefined> | null;
  };
