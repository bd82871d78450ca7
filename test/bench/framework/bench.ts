import type { Lab } from './lab.js';

/** What one side came to, round by round. */
export interface Series {
  /** One value for each round; never none. */
  readonly values: readonly number[];
  readonly unit: string;
}

export interface Measured {
  /** What the bar speaks of. */
  readonly figure: number;
  readonly ours: Series;
  readonly base: Series;
  /** Sizes, how something was counted, what was left out: what a reader must know to trust the figure. */
  readonly notes: readonly string[];
}

/** One comparison of the product with the bare components it stands on. */
export interface Bench {
  readonly name: string;
  /** What the figure is, in words. */
  readonly figure: string;
  readonly bar: number;
  /** On which side of the bar the figure is to be. */
  readonly direction: 'at least' | 'at most';
  /** Measures. A bench that cannot run here throws {@link CannotRun}. */
  run(lab: Lab): Promise<Measured>;
}

/** Something that the bench needs is not here: its input, or a tool. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
