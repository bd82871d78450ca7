/** Where a message is: to read on from there. Over HTTP the offset is the event's position. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** What orders events: a stream's under one key come in order of revision, each once. */
export interface SequenceName {
  readonly key: string;
  readonly stream: string;
}

/** The last event of a sequence that was handled. */
export interface Handled {
  readonly revision: number;
  /** Empty where it was done without. */
  readonly eventId: string;
  /** ISO 8601; empty where it was done without. */
  readonly recordedAt: string;
  readonly place: Place;
}

/**
 * Why a key stands still:
 * - `gap`: events before this one are missing;
 * - `unfit`: the message is no public event;
 * - `failed`: the service could not handle it, or one that it waited for and that came late;
 * - `conflict`: another event was handled at its place, or what was handled had been recorded before it and stands behind it.
 */
export type HoldKind = 'gap' | 'unfit' | 'failed' | 'conflict';

/** What stands still: a key in one topic. */
export interface HoldName {
  readonly topic: string;
  readonly key: string;
}

/** A key that stands still: this message and all later ones of the key wait. They stay in the topic, and are read again. */
export interface Hold extends HoldName {
  readonly kind: HoldKind;
  /** Names no values. */
  readonly reason: string;
  /** The first message that waits. */
  readonly place: Place;
  /** What counts as handled where an operator decides to do without it: of the stream, up to this revision. */
  readonly stream: string;
  readonly revision: number;
  /** Empty where it is not known. */
  readonly eventId: string;
  /** Whether the key goes on as soon as the message is read again; it then counts as a hold no more. */
  readonly released: boolean;
  /** ISO 8601. */
  readonly since: string;
}

type Maybe<T> = T | Promise<T>;

/**
 * What an inbox must remember, in the service's own database, so that it holds together with the service's view. Few rows: one
 * for each stream and key, one for each key that stands still.
 */
export interface InboxStorage<Tx> {
  /**
   * Runs the work in one transaction: all that is done through `tx` holds, or nothing. Two that touch one key must not see the same state:
   * run them one after the other, or lock the row of {@link InboxStorage.handled}. After a rebalance two processes may be at it for a moment.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  handled(tx: Tx, sequence: SequenceName): Maybe<Handled | undefined>;
  setHandled(tx: Tx, sequence: SequenceName, handled: Handled): Maybe<void>;
  hold(tx: Tx, name: HoldName): Maybe<Hold | undefined>;
  setHold(tx: Tx, hold: Hold): Maybe<void>;
  removeHold(tx: Tx, name: HoldName): Maybe<void>;
}
