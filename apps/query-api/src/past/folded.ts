import type { EventEnvelope } from '@touchstream/events';
import { Problem } from '@touchstream/platform';
import { fold, type Doc, type Folded, type View } from '@touchstream/views';

/**
 * The document of a key as events make it, in their order, after those before them. Throws `not-foldable` where one of them cannot be
 * folded: it is not left out, for the rest would be another history.
 */
export function foldedOn<D extends Doc>(
  view: View<D>,
  { key, events }: { readonly key: string; readonly events: readonly EventEnvelope[] },
  before?: Folded<D>,
): Folded<D> | undefined {
  let done = 0;
  function* counted() {
    for (const event of events) {
      yield event;
      done += 1;
    }
  }
  try {
    return fold(view, counted(), new Map(before && [[key, before]])).get(key);
  } catch {
    const { type, stream, revision } = events[done]!;
    throw new Problem('not-foldable', `event ${revision} of ${stream} (${type}) cannot be folded into ${view.name}`);
  }
}
