import type { Fault } from './fault.js';
import type { Verdict } from './system.js';

/** What came of a fault. */
export interface Result extends Verdict {
  readonly fault: string;
  readonly engine: Fault['engine'];
  readonly times: number;
  /** Commands that were acknowledged while it was played. */
  readonly acknowledged: number;
  /** Until commands are accepted and everything acknowledged is visible; null where it did not come to that. */
  readonly recoveryMs: { readonly median: number | null; readonly max: number | null };
}

export function recoveryOf(millis: readonly number[]): Result['recoveryMs'] {
  const sorted = millis.map(Math.round).sort((a, b) => a - b);
  return { median: sorted[Math.floor((sorted.length - 1) / 2)] ?? null, max: sorted.at(-1) ?? null };
}

export const isBad = ({ lost, doubled, viewsDiffering, recoveryMs }: Result): boolean =>
  lost + doubled + viewsDiffering > 0 || recoveryMs.max === null;

/** For people. */
export const asRow = ({ recoveryMs: { median, max }, ...result }: Result) => ({ ...result, median, max });
