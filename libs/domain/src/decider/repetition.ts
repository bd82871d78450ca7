import { isDeepStrictEqual } from 'node:util';

/**
 * Whether a command tells nothing but what was told before; what it leaves out does not count. One that ends or answers
 * what is ended or answered changes nothing where it repeats that, and is refused where it does not: what it adds would
 * be lost.
 */
export const repeats = <T extends object>(told: T, before: { readonly [N in keyof T]?: unknown }): boolean =>
  Object.entries(told).every(
    ([name, value]) => value === undefined || isDeepStrictEqual(value, before[name as keyof T]),
  );
