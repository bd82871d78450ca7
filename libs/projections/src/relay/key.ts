import { decodeMetadata, UndecodableEvent, type EventEnvelope, type StoredEvent } from '@touchstream/events';

/** The aggregate's id: what stands in its stream's name behind the kind of aggregate, with which its types begin too. */
function aggregateId({ type, stream }: Pick<StoredEvent, 'type' | 'stream'>): string {
  const kind = `${type.split('.', 1)[0]}-`;
  return stream.startsWith(kind) ? stream.slice(kind.length) : stream;
}

/** What orders the public events: the customer, or the aggregate where there is none. */
export const keyOf = (event: Pick<EventEnvelope, 'type' | 'stream' | 'customerId'>): string =>
  event.customerId ?? aggregateId(event);

/** The key that a stored event has, or would have if it could be made public; undefined where its metadata cannot be read. */
export function keyOfStored(stored: StoredEvent): string | undefined {
  try {
    return decodeMetadata(stored).customerId ?? aggregateId(stored);
  } catch (error) {
    if (error instanceof UndecodableEvent) return undefined;
    throw error;
  }
}
