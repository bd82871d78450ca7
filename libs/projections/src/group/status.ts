import type { Checkpoint, Generation, ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { lag, type FeedEnds } from '../feed-ends.js';
import type { LifeState, LifeStatus } from '../life/index.js';
import { ParkedKeys, type ParkedSummary } from './parked-keys.js';

/** `building`: no generation of its present version is there to be read yet. */
export const viewStates = ['building', 'catching-up', 'live', 'retrying', 'failed', 'stopped'] as const;
export type ViewState = (typeof viewStates)[number];

/** Of loops in these states a view goes no further, however far it is. */
const HALTED = ['failed', 'stopped', 'retrying'] as const satisfies readonly (LifeState & ViewState)[];

/** The view as it is in the hands of loops in these states. */
export function underLoops(view: ViewStatus, loops: readonly LifeState[]): ViewStatus {
  const halted = HALTED.find(state => loops.includes(state));
  return halted === undefined ? view : { ...view, state: halted };
}

/** How far one view is. */
export interface ViewStatus {
  readonly view: string;
  readonly version: number;
  readonly state: ViewState;
  /** How far readers see it; undefined while it is built for the first time or for a new version. */
  readonly position?: bigint;
  /** The newest position of the feed, as last seen. */
  readonly head: bigint;
  /**
   * The distance from `position` to `head`. On a store that numbers its events one by one (SQLite) that is the number of events
   * to go, those that the view ignores among them; where positions are places in a log (KurrentDB), an upper bound of it.
   */
  readonly lagEvents: number;
  /** Age of the last event folded in, before the first of the first one of the feed, in seconds; 0 when caught up, and never while behind. */
  readonly lagSeconds: number;
  readonly parked: ParkedSummary;
  /** A new generation on its way, and how far it is in proportion. */
  readonly build?: { readonly generation: number; readonly position: bigint };
}

/** A group as seen from outside; for every loop the same, and view by view. */
export interface GroupStatus extends LifeStatus {
  readonly group: string;
  readonly views: readonly ViewStatus[];
}

/** What is to be known of a generation. */
interface Shown {
  readonly generation: Generation;
  /** How far it is, as far as that can be told. */
  readonly progress: Checkpoint;
  readonly checkpoint: Checkpoint;
  readonly parked: ParkedSummary;
}

/** The generations of a view: the one that is read, and the one on its way; in the feed that they follow. */
export interface Standing {
  readonly ends: FeedEnds;
  readonly served: Shown | undefined;
  readonly built: Shown | undefined;
}

const stateOf = (served: Shown | undefined, lagEvents: number): ViewState => {
  if (served === undefined) return 'building';
  return lagEvents === 0 ? 'live' : 'catching-up';
};

/** How far a view is. */
export function viewStatus(view: View, { ends, served, built }: Standing): ViewStatus {
  const shown = served ?? built;
  // One that is built is committed seldom, and nobody reads it yet.
  const behind = lag(ends, served?.checkpoint ?? built?.progress ?? { position: ends.head });
  return {
    view: view.name,
    version: view.version,
    state: stateOf(served, behind.lagEvents),
    ...(served !== undefined && { position: served.checkpoint.position }),
    head: ends.head,
    ...behind,
    parked: shown?.parked ?? { keys: 0, events: 0 },
    ...(built !== undefined && { build: { generation: built.generation.number, position: built.progress.position } }),
  };
}

/** Of the generations of a view: the one of its present version that is read, and the one on its way. */
export function presentOf({ version }: View, generations: readonly Generation[]) {
  const present = generations.filter(one => one.version === version);
  return { served: present.find(one => one.active), built: present.findLast(one => !one.active) };
}

/** How far a view is as the store tells it, whoever folds it. Rejects with what the store throws. */
export async function storedStatus(view: View, store: ViewStore, ends: FeedEnds): Promise<ViewStatus> {
  const all = await store.generations(view.name);
  const shown = async (generation: Generation | undefined): Promise<Shown | undefined> => {
    if (generation === undefined) return undefined;
    const { checkpoint } = generation;
    const parked = new ParkedKeys(await store.parkedKeys(generation)).summary();
    return { generation, checkpoint, progress: checkpoint, parked };
  };
  const present = presentOf(view, all);
  const served = await shown(present.served);
  const built = await shown(present.built);
  return viewStatus(view, { ends, served, built });
}
