import { exact } from '../money/index.js';
import type { View } from '../view/index.js';
import { noTotalsYet, type Counts, type CurrencyTotals, type Customer360, type MomentKind } from './document.js';

/** Steps of the view by event type: each file of this folder has those of one topic. */
export type Steps = View<Customer360>['on'];

type Change<T> = { readonly [K in keyof T]?: number };

/** The document with numbers added to the totals of a currency. Throws RangeError beyond ±(2^53 − 1). */
export function withTotals(doc: Customer360, currency: string, added: Change<CurrencyTotals>): Customer360 {
  const before = doc.totals[currency] ?? noTotalsYet;
  const after = Object.entries(added).map(([name, by]) => [name, exact(before[name as keyof CurrencyTotals] + by)]);
  return { ...doc, totals: { ...doc.totals, [currency]: { ...before, ...Object.fromEntries(after) } } };
}

/** The document with numbers added to its counts. */
export function withCounts(doc: Customer360, added: Change<Counts>): Customer360 {
  const after = Object.entries(added).map(([name, by]) => [name, doc.counts[name as keyof Counts] + by]);
  return { ...doc, counts: { ...doc.counts, ...Object.fromEntries(after) } };
}

/** The document with one more time at which something of a kind was: a late report may be earlier than the first. */
export function seen(doc: Customer360, kind: MomentKind, at: string): Customer360 {
  const { first = at, last = at } = doc.moments[kind] ?? {};
  return {
    ...doc,
    moments: { ...doc.moments, [kind]: { first: at < first ? at : first, last: at > last ? at : last } },
  };
}
