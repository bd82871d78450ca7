import type { View } from '@touchstream/views';
import type { LifeStatus } from '../life/index.js';
import type { Folding } from './folding.js';
import type { ParkedSummary } from './parked-keys.js';
import type { Session } from './session.js';

/** `building`: no generation of its present version is there to be read yet. */
export type ViewState = 'building' | 'catching-up' | 'live';

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
  /** Age of the last event folded in, in seconds; 0 when caught up. */
  readonly lagSeconds: number;
  readonly parked: ParkedSummary;
  /** A new generation on its way. */
  readonly build?: { readonly generation: number; readonly position: bigint };
}

/** A group as seen from outside; for every loop the same, and view by view. */
export interface GroupStatus extends LifeStatus {
  readonly group: string;
  readonly views: readonly ViewStatus[];
}

/** How far behind the head a reader of the feed is. `recordedAt`: of the last event it has taken in; ISO 8601, UTC. */
export function lag(head: bigint, at: { readonly position: bigint; readonly recordedAt?: string | undefined }) {
  if (at.position >= head) return { lagEvents: 0, lagSeconds: 0 };
  const age = at.recordedAt === undefined ? 0 : (Date.now() - Date.parse(at.recordedAt)) / 1000;
  return { lagEvents: Number(head - at.position), lagSeconds: Math.max(0, age) };
}

const stateOf = (served: Folding | undefined, lagEvents: number): ViewState => {
  if (served === undefined) return 'building';
  return lagEvents === 0 ? 'live' : 'catching-up';
};

/** How far a view is in a session. */
export function viewStatus(view: View, session: Session): ViewStatus {
  const { head } = session;
  const served = session.served(view.name);
  const built = session.built(view.name);
  const shown = served ?? built;
  const behind = lag(head, shown?.checkpoint ?? { position: head });
  return {
    view: view.name,
    version: view.version,
    state: stateOf(served, behind.lagEvents),
    ...(served !== undefined && { position: served.checkpoint.position }),
    head,
    ...behind,
    parked: shown?.parked ?? { keys: 0, events: 0 },
    ...(built !== undefined && { build: { generation: built.generation.number, position: built.position } }),
  };
}
