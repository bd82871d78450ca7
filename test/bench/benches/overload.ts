import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import type { Lab } from '../framework/lab.js';
import { median, ratio } from '../framework/statistics.js';
import { startLoad } from '../load/start-load.js';
import type { LoadResult } from '../load/tally.js';
import { startStandalone } from '../product/standalone.js';

/** So many clients load the server to its peak. */
const CLIENTS = 64;
const TIMES = 3;
/**
 * Those who come whatever becomes of others have connections of their own. With as few as are just enough, what is measured is the wait
 * for a free one, in the client.
 */
const CONNECTIONS = 1_024;
const sizes = {
  smoke: { records: 20, seconds: 0.3 },
  moderate: { records: 500, seconds: 4 },
  full: { records: 2_000, seconds: 15 },
};

interface Loaded {
  readonly over: readonly LoadResult[];
  readonly peak: readonly LoadResult[];
}

/** At its peak, then with three times as much becoming due as it could do there, whatever it answers. */
async function loading(lab: Lab): Promise<Loaded> {
  const { records, seconds } = lab.sized(sizes);
  const { server, port } = await startStandalone(lab);
  const load = await startLoad(lab, { port, traffic: { commands: { records } } });
  let rate = (await load.round({ clients: CLIENTS, seconds })).goodput;
  const { ours, base } = await alternate(lab, {
    ours: async () => {
      const result = await load.round({ clients: CONNECTIONS, seconds, rate: rate * TIMES });
      await server.whenCaughtUp();
      return result;
    },
    base: async () => {
      const result = await load.round({ clients: CLIENTS, seconds });
      await server.whenCaughtUp();
      rate = result.goodput;
      return result;
    },
  });
  return { over: ours, peak: base };
}

/** Measured once where both benches run. */
const loaded = (lab: Lab): Promise<Loaded> => lab.installations.once('overload', () => loading(lab));

const described = ({ over }: Loaded) =>
  `the peak is that of ${CLIENTS} clients; three times its rate becomes due over ${CONNECTIONS} connections; ${median(over.map(one => Math.round((100 * one.turnedAway) / (one.turnedAway + one.accepted))))}% were answered 503`;

export const overload: Bench = {
  name: 'overload',
  figure: 'goodput at three times the load it can take ÷ at its peak',
  bar: 0.9,
  direction: 'at least',
  async run(lab) {
    const measured = await loaded(lab);
    const goodput = (rounds: readonly LoadResult[]) => ({
      values: rounds.map(one => one.goodput),
      unit: 'commands/s',
    });
    const [ours, base] = [goodput(measured.over), goodput(measured.peak)];
    return { figure: ratio(ours, base), ours, base, notes: [described(measured)] };
  },
};

export const overloadLatency: Bench = {
  name: 'overload-latency',
  figure: 'p99 of the accepted at three times the load it can take ÷ at its peak',
  bar: 2,
  direction: 'at most',
  async run(lab) {
    const measured = await loaded(lab);
    const p99 = (rounds: readonly LoadResult[]) => ({ values: rounds.map(one => one.millis.p99), unit: 'ms' });
    const [ours, base] = [p99(measured.over), p99(measured.peak)];
    return {
      figure: ratio(ours, base),
      ours,
      base,
      notes: [
        described(measured),
        'from when a command became due until its answer, waiting for a connection included',
      ],
    };
  },
};
