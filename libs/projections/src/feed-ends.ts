import { START, type EventStore } from '@touchstream/event-store';

/** Both ends of the feed, as last seen. */
export interface FeedEnds {
  /** The newest position. */
  readonly head: bigint;
  /** When the first event was recorded, ISO 8601 in UTC; undefined while there is none. */
  readonly begun: string | undefined;
}

/** Looks at both; at the beginning, which stays what it is, not again. Rejects with what the store throws. */
export async function feedEnds(store: Pick<EventStore, 'head' | 'readFeed'>, known?: FeedEnds): Promise<FeedEnds> {
  const head = await store.head();
  if (head === START || known?.begun !== undefined) return { head, begun: known?.begun };
  const { events } = await store.readFeed({ after: START, limit: 1 });
  return { head, begun: events[0]?.recordedAt };
}

/** Who is behind is late, however the clocks of its machine and of the store differ. Seconds. */
const LEAST = 0.001;

/**
 * How far behind the head a reader of the feed is. `recordedAt`: of the last event it has taken in; ISO 8601, UTC. Before the first it is
 * as late as that one is old.
 */
export function lag(
  { head, begun }: FeedEnds,
  { position, recordedAt = begun }: { readonly position: bigint; readonly recordedAt?: string | undefined },
) {
  if (position >= head) return { lagEvents: 0, lagSeconds: 0 };
  const age = recordedAt === undefined ? 0 : (Date.now() - Date.parse(recordedAt)) / 1000;
  return { lagEvents: Number(head - position), lagSeconds: Math.max(LEAST, age) };
}
