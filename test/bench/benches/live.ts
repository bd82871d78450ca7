import { defaultTuning } from '@touchstream/projections';
import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import type { Lab } from '../framework/lab.js';
import { median, ratio } from '../framework/statistics.js';
import type { open as openRaw } from '../base/raw-writes.side.js';
import type { open as openLive } from '../sides/live.side.js';

const sizes = {
  smoke: { events: 500 },
  moderate: { events: 5_000 },
  full: { events: 50_000 },
};

const BATCH = defaultTuning.liveBatch;
/** Events of all rounds. */
const allOf = (lab: Lab, events: number) => events * (lab.rounds + lab.warmUps);

const startLive = async (lab: Lab, events: number) =>
  lab.side<typeof openLive>(new URL('../sides/live.side.js', import.meta.url), {
    folder: await lab.folder(),
    events: allOf(lab, events),
  });

export const live: Bench = {
  name: 'live',
  figure:
    'events/s of the live projector with guards and checkpoints ÷ raw writing of the same final documents per batch',
  bar: 0.7,
  direction: 'at least',
  async run(lab) {
    const { events } = lab.sized(sizes);
    const projector = await startLive(lab, events);
    const raw = await lab.side<typeof openRaw>(new URL('../base/raw-writes.side.js', import.meta.url), {
      folder: await lab.folder(),
      events: allOf(lab, events),
      batch: BATCH,
    });
    const measured = await alternate(lab, {
      ours: async () => events / (await projector.round(events)).seconds,
      base: async () => events / (await raw.round(events)),
    });
    const ours = { values: measured.ours, unit: 'events/s' };
    const base = { values: measured.base, unit: 'events/s' };
    const notes = [
      `all views; rounds of ${events} events in batches of ${BATCH}, after those of the rounds before; the base knows the documents and writes, with the same indexes, only what is new of them`,
    ];
    return { figure: ratio(ours, base), ours, base, notes };
  },
};

export const writes: Bench = {
  name: 'writes',
  figure: 'writes issued ÷ documents touched, per batch',
  bar: 1.05,
  direction: 'at most',
  async run(lab) {
    const { events } = lab.sized(sizes);
    const projector = await startLive(lab, events);
    const rounds: Awaited<ReturnType<typeof projector.round>>[] = [];
    for (let round = 0; round < lab.rounds; round += 1) rounds.push(await projector.round(events));
    const perBatch = (counts: readonly (readonly number[])[]) => ({
      values: counts.map(median),
      unit: 'documents/batch',
    });
    const ours = perBatch(rounds.map(({ written }) => written));
    const base = perBatch(rounds.map(({ touched }) => touched));
    const sum = (counts: readonly number[]) => counts.reduce((total, one) => total + one, 0);
    const figure = sum(rounds.flatMap(one => one.written)) / sum(rounds.flatMap(one => one.touched));
    const notes = [
      `all views, ${sum(rounds.map(one => one.written.length))} batches; writes are counted where they reach the store, documents by asking the views for the keys of each event`,
    ];
    return { figure, ours, base, notes };
  },
};
