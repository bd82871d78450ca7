import type { StoredEvent } from '@touchstream/events';
import { typesOf, type View } from '@touchstream/views';
import { documentKeys, feedEvent } from '../fold/index.js';
import { sliceOf } from './slice.js';

/**
 * Which slices an event concerns: those with a document that it touches; all of them where that cannot be told, as each must hold
 * back what comes after it in its stream.
 */
export function routeOf(views: readonly View[], of: number): (stored: StoredEvent) => ReadonlySet<number> {
  const all = new Set(Array.from({ length: of }, (_, index) => index));
  const byType = new Map<string, View[]>();
  for (const view of views) for (const type of typesOf(view)) byType.set(type, [...(byType.get(type) ?? []), view]);
  return stored => {
    const looking = byType.get(stored.type);
    if (looking === undefined) return new Set();
    const found = feedEvent(stored);
    if (!('event' in found)) return all;
    try {
      return new Set(looking.flatMap(view => documentKeys(view, found.event)).map(key => sliceOf(key, of)));
    } catch {
      return all;
    }
  };
}
