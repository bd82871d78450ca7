export interface Backoff {
  /** The first pause, in milliseconds. */
  readonly firstMs: number;
  /** No pause is longer, in milliseconds. */
  readonly mostMs: number;
}

/** The pause before the n-th attempt in a row (from 1): doubled each time, then a random half to the whole of it. */
export const pauseBefore = (
  attempt: number,
  { firstMs, mostMs }: Backoff,
  random: () => number = Math.random,
): number => Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30)) * (0.5 + random() / 2);
