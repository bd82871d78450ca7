import type { Checkpoint, Generation } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { FeedWentBackwards } from '../life/index.js';
import { Build } from './build.js';
import { Folding } from './folding.js';
import { Lane } from './lane.js';
import type { Workplace } from './workplace.js';

export interface Lanes {
  /** The generations that are read; undefined while there is none that this version of its view may go on with. */
  readonly serving: Lane | undefined;
  /** Generations on their way: first ones, those of a new version, and rebuilds that were begun. */
  readonly builds: readonly Build[];
}

interface Generations {
  /** Active and of the view's present version. One of another version stays readable but is folded no further. */
  readonly current: Generation | undefined;
  readonly building: Generation | undefined;
}

/** Who had the views before may have gone on after the head was looked at: it is looked at again before the alarm. */
async function ensureForwards({ eventStore }: Workplace, checkpoint: Checkpoint, head: bigint): Promise<void> {
  if (checkpoint.position <= head) return;
  const now = await eventStore.head();
  if (checkpoint.position > now) throw new FeedWentBackwards(now, checkpoint.position);
}

async function generationsOf(view: View, place: Workplace, head: bigint): Promise<Generations> {
  const { viewStore } = place;
  const all = await viewStore.takeUp(view);
  for (const { checkpoint } of all) await ensureForwards(place, checkpoint, head);
  const active = all.find(one => one.active);
  const isNext = (one: Generation) =>
    !one.active && one.version === view.version && one.number > (active?.number ?? -1);
  const begun = all.findLast(isNext);
  // Those of a newer version are a newer program's, which runs beside this one for a while.
  const isLeft = (one: Generation) => !one.active && one !== begun && one.version <= view.version;
  for (const one of all.filter(isLeft)) await viewStore.drop(one);
  const current = active?.version === view.version ? active : undefined;
  return { current, building: begun ?? (current === undefined ? await viewStore.create(view) : undefined) };
}

/** Takes up every view where the store says it stands; what has no usable generation gets a new one. */
export async function openLanes(place: Workplace, views: readonly View[], head: bigint): Promise<Lanes> {
  const current: Folding[] = [];
  const building: Folding[] = [];
  for (const view of views) {
    const found = await generationsOf(view, place, head);
    if (found.current !== undefined) current.push(await Folding.open(view, found.current, place));
    if (found.building !== undefined) building.push(await Folding.open(view, found.building, place));
  }
  return {
    serving: current.length > 0 ? new Lane(place, current) : undefined,
    builds: building.length > 0 ? [new Build(place, building)] : [],
  };
}
