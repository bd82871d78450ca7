import { exact } from '../money/index.js';
import type { View } from '../view/index.js';
import { noTotalsYet, type Counts, type CurrencyTotals, type Customer360, type MomentKind } from './document.js';

/** Steps of the view by event type: each file of this folder has those of one topic. */
export type Steps = View<Customer360>['on'];

type Change<T> = { readonly [K in keyof T]?: number };
type Numbers<T> = { -readonly [K in keyof T]: number };

/** Numbers with others added to them: one copy, for this runs with almost every event. */
function sums<T extends Readonly<Record<keyof T, number>>>(before: T, added: Change<T>): T {
  const after: Numbers<T> = { ...before };
  for (const name of Object.keys(added) as (keyof T)[]) after[name] = exact(before[name] + (added[name] ?? 0));
  return after as T;
}

/** The document with numbers added to the totals of a currency. Throws RangeError beyond ±(2^53 − 1). */
export const withTotals = (doc: Customer360, currency: string, added: Change<CurrencyTotals>): Customer360 => ({
  ...doc,
  totals: { ...doc.totals, [currency]: sums(doc.totals[currency] ?? noTotalsYet, added) },
});

/** The document with numbers added to its counts. */
export const withCounts = (doc: Customer360, added: Change<Counts>): Customer360 => ({
  ...doc,
  counts: sums(doc.counts, added),
});

/** The document with one more time at which something of a kind was: a late report may be earlier than the first. */
export function seen(doc: Customer360, kind: MomentKind, at: string): Customer360 {
  const span = doc.moments[kind] ?? { first: at, last: at };
  const { first, last } = span;
  if (doc.moments[kind] !== null && at >= first && at <= last) return doc;
  return {
    ...doc,
    moments: { ...doc.moments, [kind]: { first: at < first ? at : first, last: at > last ? at : last } },
  };
}
