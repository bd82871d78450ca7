import type { Series } from './bench.js';

const ascending = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

/** The middle value; the mean of the two middle ones where the count is even. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  if (sorted.length === 0) throw new RangeError('there is no median of nothing');
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The least value that so large a share of the values do not exceed (nearest rank). `share`: above 0, at most 1. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('there is no percentile of nothing');
  if (!(share > 0 && share <= 1)) throw new RangeError('a share is above 0 and at most 1');
  return ascending(values)[Math.ceil(share * values.length) - 1]!;
}

/** The median of one over the median of the other. */
export const ratio = (ours: Series, base: Series): number => median(ours.values) / median(base.values);

/** The slope of the straight line that fits best (least squares). */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
  if (points.length < 2) throw new RangeError('a line needs two points');
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const middle = { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
  const spread = points.reduce((sum, { x }) => sum + (x - middle.x) ** 2, 0);
  return points.reduce((sum, { x, y }) => sum + (x - middle.x) * (y - middle.y), 0) / spread;
}
