import { contractOf } from './contract/index.js';
import { eventCatalogue } from './catalogue.js';
import type { Envelope, EventMetadata } from './envelope.js';
import { upcast } from './upcasting.js';

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
  ) {
    super(`event ${stored.id} (${stored.type}, ${stored.stream}@${stored.revision}): ${reason}`);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** JSON as stored: UTF-8 bytes. */
export const encode = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

function parse<T extends object>(stored: StoredEvent, bytes: Uint8Array, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch {
    throw new UndecodableEvent(stored, `its ${what} is not JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UndecodableEvent(stored, `its ${what} is not a JSON object`);
  if (Object.hasOwn(value, '__proto__')) throw new UndecodableEvent(stored, `its ${what} names __proto__`);
  return value as T;
}

/** The metadata of a stored event. Throws {@link UndecodableEvent}. */
export function decodeMetadata(stored: StoredEvent): EventMetadata {
  const metadata = parse<EventMetadata>(stored, stored.metadata, 'metadata');
  if (typeof metadata.schemaVersion !== 'number' || typeof metadata.occurredAt !== 'string')
    throw new UndecodableEvent(stored, 'its metadata lacks schemaVersion or occurredAt');
  return metadata;
}

/** Decodes a stored event and brings it to the newest version of its contract. Throws {@link UndecodableEvent}. */
export function decode(stored: StoredEvent): Envelope {
  const type = eventCatalogue.get(stored.type);
  if (type === undefined) throw new UndecodableEvent(stored, 'its type is not in the catalogue');
  const metadata = decodeMetadata(stored);
  const { version } = contractOf(type);
  if (metadata.schemaVersion > version)
    throw new UndecodableEvent(stored, `its schema version ${metadata.schemaVersion} is newer than ${version}`);
  const data = upcast(
    stored,
    parse<Record<string, unknown>>(stored, stored.data, 'data'),
    metadata.schemaVersion,
    version,
  );
  return {
    ...metadata,
    schemaVersion: version,
    id: stored.id,
    type: stored.type,
    stream: stored.stream,
    revision: stored.revision,
    position: stored.position,
    recordedAt: stored.recordedAt,
    data,
  };
}
