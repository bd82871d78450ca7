import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import type { Lab } from '../framework/lab.js';
import { median, ratio } from '../framework/statistics.js';
import { REGULAR } from '../history/history.js';
import { Reader } from '../load/reader.js';
import { startInstalled } from '../product/standalone.js';

const sizes = {
  smoke: { many: 500, few: 200, times: 5 },
  moderate: { many: 40_000, few: 10_000, times: 20 },
  full: { many: 1_000_000, few: 10_000, times: 50 },
};

/** Long after the whole history: all of the customer's events belong to the answer. */
const PATH = `/v1/customers/${REGULAR}?asOf=2035-01-01`;

async function asking(lab: Lab, events: number, times: number): Promise<() => Promise<number>> {
  const { port } = await startInstalled(lab, { events, of: 'everything' });
  const reader = await Reader.open(lab, port);
  return async () => median(await reader.times(Array.from({ length: times }, () => PATH)));
}

export const asOf: Bench = {
  name: 'as-of',
  figure: 'time of a 360 as of a date for a customer with 1,000 events among many ÷ among few',
  bar: 1.5,
  direction: 'at most',
  async run(lab) {
    const { many, few, times } = lab.sized(sizes);
    const [amongMany, amongFew] = [await asking(lab, many, times), await asking(lab, few, times)];
    const measured = await alternate(lab, { ours: amongMany, base: amongFew });
    const ours = { values: measured.ours, unit: 'ms' };
    const base = { values: measured.base, unit: 'ms' };
    const notes = [`among ${many} events ÷ among ${few}; through HTTP, the median of ${times} reads a round`];
    return { figure: ratio(ours, base), ours, base, notes };
  },
};
