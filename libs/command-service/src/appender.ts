import { encode, type EventMetadata } from '@touchstream/events';
import type { Appended, EventStore } from '@touchstream/event-store';
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
      const metadataBytes = encodingOnce((metadata: EventMetadata) =>
        traceparent === undefined ? metadata : { ...metadata, traceparent },
      );
      const appended = await this.store.append(
        stream,
        expectedRevision,
        events.map(({ id, type, data, metadata }) => ({
          id,
          type,
          data: encode(data),
          metadata: metadataBytes(metadata),
        })),
      );
      this.onAppended((performance.now() - started) / 1000);
      return appended;
    });
  }
}

/** Encodes what is made of a value; for the value that was given last, nothing is made anew. */
function encodingOnce<T extends object>(of: (value: T) => T): (value: T) => Uint8Array {
  let last: { readonly value: T; readonly bytes: Uint8Array } | undefined;
  return value => {
    if (last?.value !== value) last = { value, bytes: encode(of(value)) };
    return last.bytes;
  };
}
