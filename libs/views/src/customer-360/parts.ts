import { increased, type Sum } from '../money/index.js';
import type { View } from '../view/index.js';
import { noTotalsYet, type Counts, type CurrencyTotals, type Customer360, type MomentKind } from './document.js';

/** Steps of the view by event type: each file of this folder has those of one topic. */
export type Steps = View<Customer360>['on'];

type Change<T> = { readonly [K in keyof T]?: number };

/**
 * Counts and sums with numbers added to them: one copy, for this runs with almost every event. What leaves a cut of the past
 * may never have come into it: nothing is counted below none.
 */
function added<T extends Readonly<Record<keyof T, number | Sum>>>(before: T, change: Change<T>): T {
  const after: { -readonly [K in keyof T]: number | Sum } = { ...before };
  for (const name of Object.keys(change) as (keyof T)[]) {
    const [was, more] = [before[name], change[name] ?? 0];
    after[name] = typeof was === 'number' ? Math.max(0, was + more) : increased(was, more);
  }
  return after as T;
}

/** The document with amounts added to the totals of a currency. */
export const withTotals = (doc: Customer360, currency: string, change: Change<CurrencyTotals>): Customer360 => ({
  ...doc,
  totals: { ...doc.totals, [currency]: added(doc.totals[currency] ?? noTotalsYet, change) },
});

/** The document with numbers added to its counts. */
export const withCounts = (doc: Customer360, change: Change<Counts>): Customer360 => ({
  ...doc,
  counts: added(doc.counts, change),
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
