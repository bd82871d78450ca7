import type { Bench } from '../framework/bench.js';
import { median, percentile } from '../framework/statistics.js';
import { startLoad } from '../load/start-load.js';
import { startStandalone } from '../product/standalone.js';
import type { open } from '../load/prober.side.js';

const CLIENTS = 64;
const sizes = {
  smoke: { records: 20, seconds: 0.3 },
  moderate: { records: 500, seconds: 5 },
  full: { records: 2_000, seconds: 30 },
};

export const visible: Bench = {
  name: 'visible',
  figure: 'time from the answer to a command until its effect is in a read, p99, at half load, in ms',
  bar: 50,
  direction: 'at most',
  async run(lab) {
    const { records, seconds } = lab.sized(sizes);
    const { server, port } = await startStandalone(lab);
    const load = await startLoad(lab, { port, traffic: { commands: { records } } });
    const prober = await lab.side<typeof open>(new URL('../load/prober.side.js', import.meta.url), { port });
    const peak = (await load.round({ clients: CLIENTS, seconds })).goodput;
    await server.whenCaughtUp();
    const rate = peak / 2;
    const probed = async () => {
      const [times] = await Promise.all([prober.round(seconds), load.round({ clients: CLIENTS, seconds, rate })]);
      await server.whenCaughtUp();
      return times;
    };
    const probes: Awaited<ReturnType<typeof probed>>[] = [];
    for (let round = -lab.warmUps; round < lab.rounds; round += 1) {
      const times = await probed();
      if (round >= 0) probes.push(times);
    }
    const ours = { values: probes.map(({ visible: times }) => percentile(times, 0.99)), unit: 'ms' };
    const base = { values: probes.map(({ read }) => percentile(read, 0.99)), unit: 'ms' };
    const notes = [
      `half load is ${Math.round(rate)} commands/s; ${probes.reduce((sum, one) => sum + one.visible.length, 0)} commands were followed by reads until one showed it; ${probes.reduce((sum, one) => sum + one.turnedAway, 0)} were turned away and sent again`,
      `the median of all is ${median(probes.flatMap(one => one.visible)).toFixed(1)} ms; the base is p99 of the same read alone, under the same load`,
    ];
    return { figure: median(ours.values), ours, base, notes };
  },
};
