import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../framework/bench.js';
import { slope } from '../framework/statistics.js';
import { startLoad } from '../load/start-load.js';
import { startStandalone } from '../product/standalone.js';
import { residentMemory } from '../system/memory.js';

const CLIENTS = 64;
const sizes = {
  smoke: { records: 20, calibration: 0.2, seconds: 1, every: 50 },
  moderate: { records: 500, calibration: 3, seconds: 60, every: 500 },
  full: { records: 500, calibration: 10, seconds: 600, every: 1_000 },
};
/** The first fifth is left out: the server warms up. */
const LEFT_OUT = 0.2;

export const soak: Bench = {
  name: 'soak',
  figure: 'growth of the resident memory at half load, in MB a minute, without the first fifth of the time',
  bar: 1,
  direction: 'at most',
  async run(lab) {
    const { records, calibration, seconds, every } = lab.sized(sizes);
    const { server, port } = await startStandalone(lab);
    const load = await startLoad(lab, { port, traffic: { commands: { records } } });
    const rate = (await load.round({ clients: CLIENTS, seconds: calibration })).goodput / 2;
    const samples: { x: number; y: number }[] = [];
    const started = performance.now();
    const running = { done: false };
    const loaded = load.round({ clients: CLIENTS, seconds, rate }).finally(() => (running.done = true));
    while (!running.done) {
      samples.push({ x: (performance.now() - started) / 60_000, y: await residentMemory(server.pid) });
      await pause(every);
    }
    const { accepted } = await loaded;
    const kept = samples.slice(Math.floor(samples.length * LEFT_OUT));
    const growth = slope(kept);
    const notes = [
      `${accepted} commands in ${seconds} s, ${Math.round(rate)} a second; one run; ours is the slope of the best line through ${kept.length} samples of VmRSS, the base what was held all the while`,
    ];
    return {
      figure: growth,
      ours: { values: [growth], unit: 'MB/min' },
      base: { values: kept.map(({ y }) => y), unit: 'MB' },
      notes,
    };
  },
};
