import type { EventEnvelope } from '@touchstream/events';
import { evolveDoc, type Doc, type View } from './view.js';

/** A document folded so far, with the feed position of the last event that changed it; `doc: null` where it was removed. */
export interface Folded<D extends Doc = Doc> {
  readonly position: bigint;
  readonly doc: D | null;
}

/** A key after one more event: nothing new where that is not newer, or changes nothing. */
function step<D extends Doc>(
  of: View<D>,
  before: Folded<D> | undefined,
  event: EventEnvelope,
  key: string,
): Folded<D> | undefined {
  if (before !== undefined && before.position >= event.position) return before;
  const doc = before?.doc ?? null;
  const next = evolveDoc(of, doc, event, key);
  return next === doc ? before : { position: event.position, doc: next };
}

/**
 * Folds events, given in order of position, into the documents they touch: the whole meaning of a view in one place.
 * An event that is not newer than the document is skipped, so that a repeated run of the feed changes nothing.
 * Gives all documents, those of `from` included.
 */
export function fold<D extends Doc>(
  of: View<D>,
  events: Iterable<EventEnvelope>,
  from: ReadonlyMap<string, Folded<D>> = new Map(),
): ReadonlyMap<string, Folded<D>> {
  const docs = new Map(from);
  for (const event of events) {
    if (of.on[event.type] === undefined) continue;
    for (const key of of.keys(event)) {
      const folded = step(of, docs.get(key), event, key);
      if (folded !== undefined) docs.set(key, folded);
    }
  }
  return docs;
}
