import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import type { Lab } from '../framework/lab.js';
import { ratio } from '../framework/statistics.js';
import { startStandalone } from '../product/standalone.js';

const sizes = {
  smoke: { events: 500 },
  moderate: { events: 40_000 },
  full: { events: 1_000_000 },
};

/** Milliseconds from the start of the process until it is ready. */
async function starting(lab: Lab, folder: string): Promise<number> {
  const started = performance.now();
  const { server } = await startStandalone(lab, folder);
  const millis = performance.now() - started;
  await server.stop();
  return millis;
}

export const start: Bench = {
  name: 'start',
  figure: 'start to ready with many events ÷ with none',
  bar: 1.3,
  direction: 'at most',
  async run(lab) {
    const { events } = lab.sized(sizes);
    const full = await lab.folder();
    await lab.installations.copyOf(await lab.installations.built({ events, of: 'everything' }), full);
    const empty = await lab.folder();
    // Its tables are made beforehand, as those of the other are.
    await starting(lab, empty);
    const measured = await alternate(lab, {
      ours: () => starting(lab, full),
      base: () => starting(lab, empty),
    });
    const ours = { values: measured.ours, unit: 'ms' };
    const base = { values: measured.base, unit: 'ms' };
    return { figure: ratio(ours, base), ours, base, notes: [`with ${events} events and all views built`] };
  },
};
