import type { FeedBatch } from '@touchstream/event-store';
import type { Checkpoint } from '@touchstream/view-store';
import { feedEvent, type FeedEvent } from '../fold/index.js';
import type { Folding } from './folding.js';
import type { Workplace } from './workplace.js';

/** The types that any of these views looks at. */
export const typesOfAll = (members: readonly Folding[]): ReadonlySet<string> =>
  new Set(members.flatMap(folding => [...folding.types]));

/** The position of the hindmost. */
export const lowestOf = (members: readonly Folding[]): bigint =>
  members.map(({ position }) => position).reduce((a, b) => (b < a ? b : a));

/** Reads the next events of these types, as many as are taken at a time while catching up. */
export const readRun = (
  { eventStore, tuning }: Workplace,
  after: bigint,
  types: ReadonlySet<string>,
): Promise<FeedBatch> => eventStore.readFeed({ after, limit: tuning.catchUpBatch, filter: { types: [...types] } });

/** The events of a run that are of these types, decoded, and where the run ends. */
export function taken(
  batch: FeedBatch,
  types: ReadonlySet<string>,
): { readonly events: readonly FeedEvent[]; readonly upTo: Checkpoint } {
  const recordedAt = batch.events.at(-1)?.recordedAt;
  return {
    events: batch.events.filter(stored => types.has(stored.type)).map(feedEvent),
    upTo: { position: batch.position, ...(recordedAt !== undefined && { recordedAt }) },
  };
}
