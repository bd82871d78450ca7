/** A group of a tally over cards: by `currency` and `probability` at least, with the sum of `amount`. */
interface TallyGroup {
  readonly group: Readonly<Record<string, string | number | boolean | null>>;
  readonly count: number;
  readonly sums: Readonly<Record<string, bigint>>;
}

/** Sums over the cards that agree in the named fields and the currency. */
export interface BoardSum {
  /** The values of the fields asked for. */
  readonly group: Readonly<Record<string, string | number | boolean | null>>;
  readonly currency: string;
  readonly count: number;
  /** Σ amount, in minor units. */
  readonly raw: bigint;
  /** Σ amount × probability, in hundredths of a minor unit (minor units × percent): exact. */
  readonly weighted: bigint;
}

/**
 * Raw and weighted sums per currency, and per the fields of `by`, from the store's tally grouped by those fields,
 * `currency` and `probability`, with the sum of `amount`. Weighted: Σ amount × probability of all of them,
 * also of those that a forecast omits: grouped by `forecastCategory` they stand apart.
 */
export function boardSums(tally: readonly TallyGroup[], by: readonly string[] = []): readonly BoardSum[] {
  const sums = new Map<string, BoardSum>();
  for (const { group, count, sums: added } of tally) {
    const values = Object.fromEntries(by.map(field => [field, group[field] ?? null]));
    const currency = String(group['currency']);
    const key = JSON.stringify([values, currency]);
    const sum = sums.get(key) ?? { group: values, currency, count: 0, raw: 0n, weighted: 0n };
    const amount = added['amount'] ?? 0n;
    sums.set(key, {
      ...sum,
      count: sum.count + count,
      raw: sum.raw + amount,
      weighted: sum.weighted + amount * BigInt(Number(group['probability'])),
    });
  }
  return [...sums.values()];
}

/** A weighted sum in whole minor units, rounded half away from zero. */
export const weightedMinor = (weighted: bigint): bigint => (weighted + (weighted < 0n ? -50n : 50n)) / 100n;
