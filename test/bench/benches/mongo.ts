import { defaultTuning } from '@touchstream/projections';
import type { open as openRaw } from '../base/raw-mongo.side.js';
import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import { ratio } from '../framework/statistics.js';
import type { open as openLive } from '../sides/live.side.js';
import { benchDatabase } from '../system/mongodb.js';

const sizes = {
  smoke: { events: 50 },
  moderate: { events: 1_000 },
  full: { events: 10_000 },
};

const BATCH = defaultTuning.liveBatch;

export const mongo: Bench = {
  name: 'mongo',
  figure:
    'events/s of the live projector on MongoDB, with guards and checkpoints ÷ bulkWrite of the same final documents',
  bar: 0.7,
  direction: 'at least',
  async run(lab) {
    const { events } = lab.sized(sizes);
    const all = events * (lab.rounds + lab.warmUps);
    const views = lab.keep(benchDatabase());
    const plain = lab.keep(benchDatabase());
    const projector = await lab.side<typeof openLive>(new URL('../sides/live.side.js', import.meta.url), {
      folder: await lab.folder(),
      events: all,
      viewStoreUrl: views.url,
    });
    const raw = await lab.side<typeof openRaw>(new URL('../base/raw-mongo.side.js', import.meta.url), {
      url: plain.url,
      events: all,
      batch: BATCH,
    });
    const measured = await alternate(lab, {
      ours: async () => events / (await projector.round(events)).seconds,
      base: async () => events / (await raw.round(events)),
    });
    const ours = { values: measured.ours, unit: 'events/s' };
    const base = { values: measured.base, unit: 'events/s' };
    const notes = [
      `all views; rounds of ${events} events in batches of ${BATCH}, after those of the rounds before; both with w: majority and the same indexes; the base knows which documents are new, and writes the collections side by side`,
    ];
    return { figure: ratio(ours, base), ours, base, notes };
  },
};
