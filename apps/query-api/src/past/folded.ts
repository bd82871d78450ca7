import { UndecodableEvent, type EventEnvelope, type StoredEvent } from '@touchstream/events';
import { Problem } from '@touchstream/platform';
import { fold, type Doc, type Folded, type View } from '@touchstream/views';

const notFoldable = ({ type, stream, revision }: Pick<StoredEvent, 'type' | 'stream' | 'revision'>, why: string) =>
  new Problem('not-foldable', `event ${revision} of ${stream} (${type}) ${why}`);

/** What is read of an event. Throws `not-foldable` where it cannot be, unless a newer version of this program can. */
export function readOf<T>(stored: StoredEvent, read: (stored: StoredEvent) => T): T {
  try {
    return read(stored);
  } catch (error) {
    if (error instanceof UndecodableEvent && error.isNewer) throw error;
    throw notFoldable(stored, 'cannot be read');
  }
}

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
    throw notFoldable(events[done]!, `cannot be folded into ${view.name}`);
  }
}
