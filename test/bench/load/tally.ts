import { percentile } from '../framework/statistics.js';
import type { Answer } from './connection.js';

/** What came of a load. */
export interface LoadResult {
  /** Answered with success, per second. */
  readonly goodput: number;
  readonly accepted: number;
  /** Turned away with 503, to be tried again later. */
  readonly turnedAway: number;
  readonly seconds: number;
  /** Of the accepted, from when they were due until they were answered, in milliseconds. */
  readonly millis: { readonly p50: number; readonly p99: number };
}

/** Counts answers. An answer that is neither success nor a refusal to take more work breaks the measurement. */
export class Tally {
  #turnedAway = 0;
  readonly #millis: number[] = [];

  count({ status, body }: Answer, millis: number): void {
    if (status < 300) this.#millis.push(millis);
    else if (status === 503) this.#turnedAway += 1;
    else throw new Error(`the server answered ${status}: ${body}`);
  }

  result(seconds: number): LoadResult {
    const accepted = this.#millis.length;
    return {
      goodput: accepted / seconds,
      accepted,
      turnedAway: this.#turnedAway,
      seconds,
      millis: { p50: percentile(this.#millis, 0.5), p99: percentile(this.#millis, 0.99) },
    };
  }
}
