import { decode, UndecodableEvent, type EventEnvelope, type StoredEvent } from '@touchstream/events';

/** An event of the feed, decoded once for all that look at it; or why it could not be. */
export type FeedEvent =
  | { readonly stored: StoredEvent; readonly event: EventEnvelope }
  | { readonly stored: StoredEvent; readonly undecodable: string };

/** Decodes an event; what cannot be decoded comes back with the reason, which names no field's value. */
export function feedEvent(stored: StoredEvent): FeedEvent {
  try {
    return { stored, event: decode(stored) as EventEnvelope };
  } catch (error) {
    if (error instanceof UndecodableEvent) return { stored, undecodable: error.reason };
    return { stored, undecodable: `cannot be decoded: ${nameOf(error)}` };
  }
}

const PLAIN = /^[\w.-]{1,60}$/;

/** An error by its name and code: its message may hold the values it was thrown over. */
export function nameOf(error: unknown): string {
  const { name, code } = (typeof error === 'object' && error !== null ? error : {}) as {
    name?: unknown;
    code?: unknown;
  };
  const plain = [name, code].filter(part => typeof part === 'string' && PLAIN.test(part));
  return plain.join(' ') || 'Error';
}
