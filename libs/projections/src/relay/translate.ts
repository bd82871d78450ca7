import type { BusMessage } from '@touchstream/event-bus';
import type { StoredEvent } from '@touchstream/events';
import type { Parked } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { feedEvent, nameOf, parkedEvent, STREAM_KEY } from '../fold/index.js';
import { isInternal, type PublicEvents } from './public-event.js';

export interface Translated {
  readonly messages: readonly BusMessage[];
  /** What could not be made public, by reference, under its stream. */
  readonly skipped: readonly Parked[];
}

/** Makes public events of a batch, in order; internal ones give none. */
export function translate(events: readonly StoredEvent[], publicEvents: PublicEvents, book: View): Translated {
  const at = new Date().toISOString();
  const messages: BusMessage[] = [];
  const skipped: Parked[] = [];
  const skip = (stored: StoredEvent, reason: string) =>
    skipped.push(parkedEvent(book, STREAM_KEY + stored.stream, stored, { reason, at }));
  for (const one of events.filter(stored => !isInternal(stored)).map(feedEvent)) {
    if ('undecodable' in one) skip(one.stored, one.undecodable);
    else
      try {
        messages.push(publicEvents.message(one.event));
      } catch (error) {
        skip(one.stored, `translation: ${nameOf(error)}`);
      }
  }
  return { messages, skipped };
}
