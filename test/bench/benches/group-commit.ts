import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import { ratio } from '../framework/statistics.js';
import { startLoad } from '../load/start-load.js';
import { startWriteSide } from '../product/write-side.js';

const CLIENTS = 64;
const sizes = {
  smoke: { records: 20, seconds: 0.2 },
  moderate: { records: 500, seconds: 3 },
  full: { records: 2_000, seconds: 10 },
};

export const groupCommit: Bench = {
  name: 'group-commit',
  figure: `commands/s at ${CLIENTS} clients ÷ the same with group commit off`,
  bar: 3,
  direction: 'at least',
  async run(lab) {
    const { records, seconds } = lab.sized(sizes);
    const load = async (together: boolean) => {
      const { info: port } = await startWriteSide(lab, { groupCommit: together });
      const client = await startLoad(lab, { port, traffic: { commands: { records } } });
      return async () => (await client.round({ clients: CLIENTS, seconds })).goodput;
    };
    const [on, off] = await Promise.all([load(true), load(false)]);
    const measured = await alternate(lab, { ours: on, base: off });
    const ours = { values: measured.ours, unit: 'commands/s' };
    const base = { values: measured.base, unit: 'commands/s' };
    return { figure: ratio(ours, base), ours, base, notes: ['the write side alone, through HTTP'] };
  },
};
