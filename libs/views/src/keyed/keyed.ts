/** Lists of things that have an id, kept in the order in which they came. Nothing here changes a list in place. */
export type Keyed<T extends { readonly id: string }> = readonly T[];

/** The list with the thing in it, in its old place where one of its id was there already. */
export const put = <T extends { readonly id: string }>(list: Keyed<T>, thing: T): Keyed<T> =>
  list.some(one => one.id === thing.id) ? list.map(one => (one.id === thing.id ? thing : one)) : [...list, thing];

/** The list with the thing of the id changed; the same list where it has none. */
export const change = <T extends { readonly id: string }>(
  list: Keyed<T>,
  id: string,
  to: (thing: T) => Partial<T>,
): Keyed<T> =>
  list.some(one => one.id === id) ? list.map(one => (one.id === id ? { ...one, ...to(one) } : one)) : list;

/** The list without the thing of the id. */
export const drop = <T extends { readonly id: string }>(list: Keyed<T>, id: string): Keyed<T> =>
  list.filter(one => one.id !== id);
