import type { BusMessage } from '@touchstream/event-bus';
import type { StoredEvent } from '@touchstream/events';
import type { Parked } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { feedEvent, nameOf, parkedEvent, STREAM_KEY } from '../fold/index.js';
import { isInternal, type PublicEvents } from './public-event.js';

/** The public event of a stored one, or why there is none; undefined for what stays inside. */
export function published(
  stored: StoredEvent,
  publicEvents: PublicEvents,
): { readonly message: BusMessage } | { readonly unfit: string } | undefined {
  if (isInternal(stored)) return undefined;
  const one = feedEvent(stored);
  if ('undecodable' in one) return { unfit: one.undecodable };
  try {
    return { message: publicEvents.message(one.event) };
  } catch (error) {
    return { unfit: `translation: ${nameOf(error)}` };
  }
}

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
  for (const stored of events) {
    const made = published(stored, publicEvents);
    if (made === undefined) continue;
    if ('message' in made) messages.push(made.message);
    else skipped.push(parkedEvent(book, STREAM_KEY + stored.stream, stored, { reason: made.unfit, at }));
  }
  return { messages, skipped };
}
