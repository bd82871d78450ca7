import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import type { Lab } from '../framework/lab.js';
import { ratio } from '../framework/statistics.js';
import type { open, Rebuilt } from '../sides/rebuild.side.js';

const sizes = {
  smoke: { many: 500, few: 200, warm: 100 },
  moderate: { many: 60_000, few: 15_000, warm: 2_000 },
  full: { many: 1_000_000, few: 50_000, warm: 10_000 },
};

interface Grown {
  readonly many: readonly Rebuilt[];
  readonly few: readonly Rebuilt[];
}

/** Every rebuild in a process of its own, whose peak of memory is its own; first a small one that warms the process up. */
async function rebuilds(lab: Lab): Promise<Grown> {
  const { many, few, warm } = lab.sized(sizes);
  const rebuilding = (events: number) => () =>
    lab.inFolder(async folder => {
      const side = await lab.side<typeof open>(new URL('../sides/rebuild.side.js', import.meta.url), { folder });
      const history = (count: number) => lab.installations.events({ events: count, of: 'everything' });
      await side.round(await history(warm));
      const rebuilt = await side.round(await history(events));
      await side.end();
      return rebuilt;
    });
  const { ours, base } = await alternate(
    { rounds: lab.rounds, warmUps: 0 },
    { ours: rebuilding(many), base: rebuilding(few) },
  );
  return { many: ours, few: base };
}

/** Measured once where both benches run. */
const grown = (lab: Lab): Promise<Grown> => lab.installations.once('rebuild-growth', () => rebuilds(lab));

export const rebuildGrowth: Bench = {
  name: 'rebuild-growth',
  figure: 'events/s rebuilding all views from many events ÷ from few',
  bar: 0.95,
  direction: 'at least',
  async run(lab) {
    const { many, few } = lab.sized(sizes);
    const measured = await grown(lab);
    const rate = (rounds: readonly Rebuilt[], events: number) => ({
      values: rounds.map(({ seconds }) => events / seconds),
      unit: 'events/s',
    });
    const ours = rate(measured.many, many);
    const base = rate(measured.few, few);
    return { figure: ratio(ours, base), ours, base, notes: [`${many} events ÷ ${few}`] };
  },
};

export const rebuildMemory: Bench = {
  name: 'rebuild-memory',
  figure: 'peak resident memory rebuilding all views from many events ÷ from few',
  bar: 1.2,
  direction: 'at most',
  async run(lab) {
    const { many, few } = lab.sized(sizes);
    const measured = await grown(lab);
    const peak = (rounds: readonly Rebuilt[]) => ({ values: rounds.map(one => one.peakMemory), unit: 'MB' });
    const ours = peak(measured.many);
    const base = peak(measured.few);
    return {
      figure: ratio(ours, base),
      ours,
      base,
      notes: [`${many} events ÷ ${few}; the maximum that the kernel saw`],
    };
  },
};
