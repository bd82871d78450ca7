import { typesOf, views } from '@touchstream/views';
import { alternate } from '../framework/alternate.js';
import type { Bench, Measured } from '../framework/bench.js';
import type { Lab } from '../framework/lab.js';
import { ratio } from '../framework/statistics.js';
import type { open as openReplay } from '../base/replay.side.js';
import type { open as openRebuild } from '../sides/rebuild.side.js';

const sizes = {
  smoke: { events: 500 },
  moderate: { events: 40_000 },
  full: { events: 200_000 },
};

/** Rebuilds these views, against reading and parsing alone the events that they look at. */
async function rebuilding(lab: Lab, names: readonly string[]): Promise<Measured> {
  const { events } = lab.sized(sizes);
  const path = await lab.installations.events({ events, of: 'everything' });
  const types = [...new Set(views.filter(view => names.includes(view.name)).flatMap(typesOf))];
  const [rebuild, replay] = await Promise.all([
    lab.side<typeof openRebuild>(new URL('../sides/rebuild.side.js', import.meta.url), {
      folder: await lab.folder(),
      views: names,
    }),
    lab.side<typeof openReplay>(new URL('../base/replay.side.js', import.meta.url), { events: path, types }),
  ]);
  const measured = await alternate(lab, { ours: () => rebuild.round(path), base: () => replay.round() });
  const looked = measured.base[0]!.events;
  const rate = (rounds: readonly { readonly seconds: number }[]) => ({
    values: rounds.map(({ seconds }) => looked / seconds),
    unit: 'events/s',
  });
  const ours = rate(measured.ours);
  const base = rate(measured.base);
  return { figure: ratio(ours, base), ours, base, notes: [`${looked} events, of ${events} in the store`] };
}

export const rebuild: Bench = {
  name: 'rebuild',
  figure: 'events/s of a rebuild of Customer360 ÷ ordered read and JSON.parse of the same events alone',
  bar: 0.5,
  direction: 'at least',
  run: lab => rebuilding(lab, ['customer-360']),
};

export const rebuildAll: Bench = {
  name: 'rebuild-all',
  figure: 'events/s of a rebuild of all views, side by side ÷ ordered read and JSON.parse of the same events alone',
  bar: 0.2,
  direction: 'at least',
  async run(lab) {
    const measured = await rebuilding(
      lab,
      views.map(view => view.name),
    );
    return { ...measured, notes: [...measured.notes, `${views.length} views`] };
  },
};
