import { UnavailableError } from '@touchstream/sqlite-file';

/** A public event on its way to consumers: a CloudEvent 1.0 in parts. */
export interface BusMessage {
  /** One per context: `crm.sales.v1`. */
  readonly topic: string;
  /** Orders the messages of one customer (or, without one, of one aggregate). */
  readonly key: string;
  /** The event's id; consumers recognise a repetition by it. */
  readonly id: string;
  /** The feed position of the event it was made of: ascending in what one relay publishes. */
  readonly position: bigint;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array;
}
/** A message at its place in the bus. */
export interface Delivered extends BusMessage {
  /** Place to go on from: opaque to consumers, ordered. */
  readonly offset: bigint;
}

/** The bus cannot be reached or fails; to be tried again later. */
export class EventBusUnavailable extends UnavailableError {
  override readonly name = 'EventBusUnavailable';
}

/** What stands there is no bus, or one of a newer version. Trying again will not help. */
export class EventBusIncompatible extends Error {
  override readonly name = 'EventBusIncompatible';
}

/** A message that the bus will never take, as it is too large for it. */
export interface Refused {
  readonly message: BusMessage;
  readonly reason: string;
}

/** A topic that is there already, and not as this bus would make it. */
export interface OtherTopic {
  readonly topic: string;
  readonly partitions: number;
  /** As many as this bus makes. */
  readonly wanted: number;
}

/** The port that the relay publishes through. Messages that were answered for are durable, in order per key. */
export interface EventBus {
  /**
   * Makes topics where they are missing, so that those who read them need not wait for a first message; gives those that were there and are
   * other than they would be made.
   */
  prepare(topics: readonly string[]): Promise<readonly OtherTopic[]>;
  /**
   * Publishes in order, and gives those that it refused; all others are durable then. After an error some may have been
   * published: repeat from the last answered position.
   */
  publish(messages: readonly BusMessage[]): Promise<readonly Refused[]>;
  /** Throws {@link EventBusUnavailable} where the bus does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A bus that this process can also read: the embedded log. No app does but to find where a relay goes on: it is what tests see of the log,
 * and for programs on the same machine.
 */
export interface ReadableBus extends EventBus {
  /** Messages after an offset (-1n: from the start), in order. `offset` is how far it has read. */
  read(options: {
    readonly after: bigint;
    readonly limit: number;
  }): Promise<{ readonly messages: readonly Delivered[]; readonly offset: bigint; readonly caughtUp: boolean }>;
  /** The same for ever: what is there, then what comes; ends when the signal aborts. */
  subscribe(options: {
    readonly after: bigint;
    readonly limit: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<{ readonly messages: readonly Delivered[]; readonly offset: bigint }>;
  /** The offset of the newest message; -1n where there is none. */
  head(): Promise<bigint>;
  /** The feed position of the newest message: where a relay that lost its own checkpoint goes on. */
  lastPosition(): Promise<bigint>;
}
