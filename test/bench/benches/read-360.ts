import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import { ratio } from '../framework/statistics.js';
import { customerIds } from '../history/history.js';
import { startLoad } from '../load/start-load.js';
import { startInstalled } from '../product/standalone.js';
import type { open as openBare } from '../base/bare-reads.side.js';

const CLIENTS = 64;
const sizes = {
  smoke: { events: 500, seconds: 0.2 },
  moderate: { events: 20_000, seconds: 3 },
  full: { events: 1_000_000, seconds: 10 },
};

export const read360: Bench = {
  name: 'read-360',
  figure: '360 reads/s ÷ bare Fastify answering the same document by the same prepared SELECT',
  bar: 0.75,
  direction: 'at least',
  async run(lab) {
    const { events, seconds } = lab.sized(sizes);
    const { folder, port } = await startInstalled(lab, { events, of: 'everything' });
    const bare = await lab.side<typeof openBare>(new URL('../base/bare-reads.side.js', import.meta.url), { folder });
    const traffic = { reads: customerIds(events).map(id => `/v1/customers/${id}`) };
    const toServer = await startLoad(lab, { port, traffic });
    const toBare = await startLoad(lab, { port: bare.info, traffic });
    const load = { clients: CLIENTS, seconds };
    const measured = await alternate(lab, {
      ours: async () => (await toServer.round(load)).goodput,
      base: async () => (await toBare.round(load)).goodput,
    });
    const ours = { values: measured.ours, unit: 'reads/s' };
    const base = { values: measured.base, unit: 'reads/s' };
    return {
      figure: ratio(ours, base),
      ours,
      base,
      notes: [`${CLIENTS} clients read ${traffic.reads.length} customers in no order, out of ${events} events`],
    };
  },
};
