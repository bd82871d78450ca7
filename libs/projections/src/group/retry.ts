import type { StoredEvent } from '@touchstream/events';
import type { Parked } from '@touchstream/view-store';
import { feedEvent, STREAM_KEY, type FeedEvent, type Touch } from '../fold/index.js';
import type { Folding } from './folding.js';
import { ParkedKeys } from './parked-keys.js';
import type { Session } from './session.js';
import type { Workplace } from './workplace.js';

/** What came of trying parked events again. */
export interface RetryOutcome {
  /** Parked events that are folded in now. */
  readonly folded: number;
  /** Those that stay parked. */
  readonly parked: number;
  /** The view is being built anew, or is to be by the loop that begins it: events that had no key fit no more, see {@link retryParked}. */
  readonly rebuilding: boolean;
}

/** Parked events are taken up so many at a time. */
const PAGE = 200;

async function referred({ eventStore }: Workplace, { stream, revision, eventId }: Parked): Promise<StoredEvent> {
  const [stored] = await eventStore.readStream(stream, { direction: 'forwards', from: revision, limit: 1 });
  if (stored?.id !== eventId) throw new Error(`the parked event ${eventId} is not at ${stream}@${revision}`);
  return stored;
}

const read = async (place: Workplace, page: readonly Parked[]): Promise<readonly FeedEvent[]> =>
  (await Promise.all(page.map(one => referred(place, one)))).map(feedEvent);

/** The leading events that can be decoded: what comes after one that cannot must wait for it. */
function touchesOf(events: readonly FeedEvent[], key: string): readonly Touch[] {
  const touches: Touch[] = [];
  for (const one of events) {
    if (!('event' in one)) break;
    touches.push({ event: one.event, keys: [key] });
  }
  return touches;
}

/** Folds one page of a key's parked events in a commit of its own. Says how many went in. */
async function retryPage(place: Workplace, folding: Folding, page: readonly Parked[]): Promise<number> {
  const { view, generation, checkpoint } = folding;
  const parkedAt = new Map(page.map(one => [one.position, one.parkedAt]));
  const touches = touchesOf(await read(place, page), page[0]?.key ?? '');
  const how = { areNew: false, isChecked: true };
  const { writes, parked } = await folding.folded(touches, new Map(), new Date().toISOString(), how);
  const first = parked[0]?.position;
  const done = touches.filter(({ event }) => first === undefined || event.position < first).map(one => one.event);
  if (done.length === 0 && first === undefined) return 0;
  // They have been parked for as long as before, if for another reason.
  const park = parked.map(one => ({ ...one, parkedAt: parkedAt.get(one.position) ?? one.parkedAt }));
  // What stays parked is parked anew, for the reason that it has now.
  const unpark = page.slice(0, touches.length).map(({ key, position }) => ({ key, position }));
  await place.viewStore.commit([{ view, generation, checkpoint, writes, park, unpark }]);
  await folding.retried(writes);
  return done.length;
}

async function retryKey(place: Workplace, folding: Folding, key: string): Promise<number> {
  for (let folded = 0; ;) {
    const page = await place.viewStore.parked(folding.generation, { key, limit: PAGE });
    if (page.length === 0) return folded;
    const done = await retryPage(place, folding, page);
    folded += done;
    if (done < page.length) return folded;
  }
}

/** Whether the first event that held up its stream can be folded now. */
async function isReadable(place: Workplace, folding: Folding, key: string): Promise<boolean> {
  const page = await place.viewStore.parked(folding.generation, { key, limit: 1 });
  const [event] = await read(place, page);
  if (event === undefined || !('event' in event)) return false;
  try {
    folding.view.keys(event.event);
    return true;
  } catch {
    return false;
  }
}

/**
 * Tries the parked events of a view again, in order: those of one key, or of all. A key's document stands where it stood
 * before the first of them, as all later ones were parked too, so that they can simply be folded in; each page is one commit
 * that also forgets them. Events that were parked by stream had no key, and documents they belong to may have gone on without
 * them: if they can be read now, the view is built anew, which is right in every case.
 */
export async function retryParked(session: Session, viewName: string, key?: string): Promise<RetryOutcome> {
  const { place } = session;
  const folding = await session.settled(viewName);
  if (folding === undefined) return { folded: 0, parked: 0, rebuilding: false };
  // In slices, what has no key is parked by each, and counted by one that began meanwhile twice.
  folding.parkedKeys = new ParkedKeys(await place.viewStore.parkedKeys(folding.generation));
  const all = [...folding.parkedKeys.tallies.keys()];
  const keys = key === undefined ? all : all.filter(one => one === key);
  let folded = 0;
  let rebuilding = false;
  for (const one of keys) {
    if (!one.startsWith(STREAM_KEY)) folded += await retryKey(place, folding, one);
    else if (!rebuilding && (await isReadable(place, folding, one))) {
      // The loop that begins it finds the same events.
      if (place.viewStore.begins) await session.rebuild(folding.view);
      rebuilding = true;
    }
  }
  return { folded, parked: folding.parked.events, rebuilding };
}
