/**
 * JSON as a store keeps it: its bytes, or the text that they are in UTF-8, exactly, where it costs the store less to give text.
 * What is no UTF-8, or begins with a byte order mark, comes as bytes.
 */
export type StoredJson = Uint8Array | string;

export const bytesOf = (json: StoredJson): Uint8Array => (typeof json === 'string' ? Buffer.from(json) : json);

/** What a store gives back: exactly what it was given, and its place. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** ISO 8601, UTC, milliseconds. */
  readonly recordedAt: string;
  readonly data: StoredJson;
  readonly metadata: StoredJson;
}

/** The event cannot be read: its bytes are no JSON object, its type is unknown, or its version is newer than ours. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent';
  readonly stream: string;
  readonly revision: number;
  /** Of the event it keeps only where it stands: whoever prints an error prints what it holds. */
  constructor(
    { id, type, stream, revision }: StoredEvent,
    readonly reason: string,
    /** Whether a newer version of this program may be able to read it. */
    readonly isNewer = false,
  ) {
    super(`event ${id} (${type}, ${stream}@${revision}): ${reason}`);
    this.stream = stream;
    this.revision = revision;
  }
}
