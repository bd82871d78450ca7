/** Measures are taken over a period P = [from, below): instants, ISO 8601 in UTC. */
export interface Period {
  readonly from: string;
  readonly below: string;
}

/** Whether an instant lies in the period. */
export const inPeriod = ({ from, below }: Period, at: string): boolean => at >= from && at < below;

/** The period as far as a cut-off: of what came later nothing is in it, of what came at that instant everything. */
export function upTo(period: Period, at: string): Period {
  return at < period.below ? { ...period, below: new Date(Date.parse(at) + 1).toISOString() } : period;
}

/** n ÷ d; null where there is nothing to divide by. */
export const ratio = (n: number, d: number): number | null => (d === 0 ? null : n / d);

/** n ÷ d of exact integers, as a number; null where there is nothing to divide by. */
export const exactRatio = (n: bigint, d: bigint): number | null => (d === 0n ? null : Number(n) / Number(d));

/** The mean; null of nothing. */
export const mean = (values: readonly number[]): number | null =>
  ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );

/**
 * A quantile, 0 ≤ p ≤ 1, with linear interpolation between the two nearest values (type 7 of Hyndman and Fan 1996, as
 * in spreadsheets): the median of an even number of values is the mean of the middle two. Null of nothing.
 */
export function quantile(values: readonly number[], p: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

/** Milliseconds between two instants. */
export const millis = (from: string, to: string): number => Date.parse(to) - Date.parse(from);
