import { encode, type EventMetadata } from '@touchstream/events';
import type { Appended, EventStore, EventToAppend } from '@touchstream/event-store';
import { tracedAppend } from './tracing.js';

/** An event as decided, yet to be encoded. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  /** One object for events that have it in common: it is then encoded once. */
  readonly metadata: EventMetadata;
}

/** An append to a stream of a kind of aggregate, at the revision it must be at. */
export interface NewEvents {
  readonly kind: string;
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: readonly NewEvent[];
}

/** Appends to the store; each append is measured and traced, and its events carry the trace on. */
export class Appender {
  constructor(
    private readonly store: Pick<EventStore, 'append'>,
    private readonly onAppended: (seconds: number) => void,
  ) {}

  append({ kind, stream, expectedRevision, events }: NewEvents): Promise<Appended> {
    return tracedAppend(kind, events.length, async traceparent => {
      const started = performance.now();
      const appended = await this.store.append(stream, expectedRevision, encoded(events, traceparent));
      this.onAppended((performance.now() - started) / 1000);
      return appended;
    });
  }
}

/** The events as bytes; metadata that follows upon itself is encoded once. */
function encoded(events: readonly NewEvent[], traceparent: string | undefined): EventToAppend[] {
  let last: EventMetadata | undefined;
  let bytes: Uint8Array;
  return events.map(({ id, type, data, metadata }) => {
    if (metadata !== last) bytes = encode(traceparent === undefined ? metadata : { ...metadata, traceparent });
    last = metadata;
    return { id, type, data: encode(data), metadata: bytes };
  });
}
