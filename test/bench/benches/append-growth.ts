import { copyFile, open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import type { Lab } from '../framework/lab.js';
import { ratio } from '../framework/statistics.js';
import type { open } from '../sides/appends.side.js';

const sizes = {
  smoke: { many: 2_000, few: 500, appends: 500 },
  moderate: { many: 200_000, few: 10_000, appends: 10_000 },
  full: { many: 1_000_000, few: 10_000, appends: 20_000 },
};

/** Waits until the disk has the file, so that its writing does not go on beside what is measured. */
async function settled(path: string): Promise<void> {
  const file = await openFile(path);
  await file.sync();
  await file.close();
}

/** A round on a fresh copy of a store with so many events, so that rounds do not make it larger. */
const appending = (lab: Lab, events: number, appends: number): Promise<number> =>
  lab.inFolder(async folder => {
    const path = join(folder, 'events.db');
    await copyFile(await lab.installations.events({ events, of: 'everything' }), path);
    await settled(path);
    const side = await lab.side<typeof open>(new URL('../sides/appends.side.js', import.meta.url), { path });
    await side.round(Math.ceil(appends / 5));
    const perSecond = await side.round(appends);
    await side.end();
    return perSecond;
  });

export const appendGrowth: Bench = {
  name: 'append-growth',
  figure: 'appends/s with many events in the store ÷ with 10,000, 70% of them to existing streams by a Zipf law',
  bar: 0.85,
  direction: 'at least',
  async run(lab) {
    const { many, few, appends } = lab.sized(sizes);
    const measured = await alternate(lab, {
      ours: () => appending(lab, many, appends),
      base: () => appending(lab, few, appends),
    });
    const ours = { values: measured.ours, unit: 'appends/s' };
    const base = { values: measured.base, unit: 'appends/s' };
    const notes = [
      `${many} events ÷ ${few}; ${appends} appends of one event a round, 64 under way at a time, each round on a fresh copy, after a fifth as many that warm it up`,
    ];
    return { figure: ratio(ours, base), ours, base, notes };
  },
};
