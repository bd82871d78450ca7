import { STREAM_KEY } from '@touchstream/projections';
import {
  StaleCommit,
  ViewStoreUnavailable,
  type Generation,
  type Parked,
  type ViewStore,
} from '@touchstream/view-store';
import { customerOfEntry, interactionTimeline } from '@touchstream/views';

const PAGE = 1_000;

async function parkedIn(views: ViewStore, generation: Generation): Promise<readonly Parked[]> {
  const parked: Parked[] = [];
  for (;;) {
    const after = parked.at(-1)?.position;
    const page = await views.parked(generation, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    parked.push(...page);
    if (page.length < PAGE) return parked;
  }
}

/** The events that the timeline could not take in, hence without entries: mostly none. */
export async function setAside(views: ViewStore): Promise<readonly Parked[]> {
  const generation = (await views.generations(interactionTimeline.name)).find(one => one.active);
  if (generation === undefined) throw new ViewStoreUnavailable('the timeline has not been built yet');
  try {
    return await parkedIn(views, generation);
  } catch (error) {
    if (!(error instanceof StaleCommit)) throw error;
    throw new ViewStoreUnavailable('the timeline was built anew meanwhile', { cause: error });
  }
}

/** Whether an event that was set aside may be of a customer that streams are known of. */
export const mayBeOf = (
  { key, stream }: Parked,
  { customerId, has }: { readonly customerId: string; readonly has: (stream: string) => boolean },
): boolean => (key === STREAM_KEY + stream ? has(stream) : customerOfEntry(key) === customerId);
