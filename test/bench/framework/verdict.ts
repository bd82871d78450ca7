import type { Bench, Measured, Series } from './bench.js';
import { median } from './statistics.js';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

/** A finished bench, as it is printed. */
export interface Verdict {
  readonly bench: string;
  readonly figure: number;
  readonly bar: number;
  readonly met: boolean;
  readonly ours: Spread;
  readonly base: Spread;
  readonly rounds: number;
  readonly notes: readonly string[];
}

/** Four significant digits tell all that a measurement knows. */
const rounded = (value: number): number => Number(value.toPrecision(4));

const spread = ({ values, unit }: Series): Spread => ({
  median: rounded(median(values)),
  min: rounded(Math.min(...values)),
  max: rounded(Math.max(...values)),
  unit,
});

/** Judges what was measured. Throws where a figure is no number: the measurement is broken then. */
export function judge({ name, bar, direction }: Bench, { figure, ours, base, notes }: Measured): Verdict {
  if (!Number.isFinite(figure)) throw new RangeError(`${name} measured ${figure}, which is no figure`);
  return {
    bench: name,
    figure: rounded(figure),
    bar,
    met: direction === 'at least' ? figure >= bar : figure <= bar,
    ours: spread(ours),
    base: spread(base),
    rounds: ours.values.length,
    notes,
  };
}
