/** What a store gives back: the exact bytes it was given, and its place. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** ISO 8601, UTC, milliseconds. */
  readonly recordedAt: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** The event cannot be read: its bytes are no JSON object, its type is unknown, or its version is newer than ours. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent';
  constructor(
    readonly stored: StoredEvent,
    readonly reason: string,
    /** Whether a newer version of this program may be able to read it. */
    readonly isNewer = false,
  ) {
    super(`event ${stored.id} (${stored.type}, ${stored.stream}@${stored.revision}): ${reason}`);
  }
}
