import { contractOf } from './contract/index.js';
import { eventCatalogue } from './catalogue.js';
import type { Envelope, EventMetadata } from './envelope.js';
import { UndecodableEvent, type StoredEvent, type StoredJson } from './stored-event.js';
import { upcast } from './upcasting.js';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** JSON as stored: UTF-8 bytes. (A TextEncoder would allocate memory for each; a Buffer takes its part of a pool.) */
export const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

function parse<T extends object>(stored: StoredEvent, json: StoredJson, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(typeof json === 'string' ? json : decoder.decode(json));
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
export const decode = (stored: StoredEvent): Envelope => decoded(stored, decodeMetadata);

/** The same for one whose metadata has been decoded, which becomes the event. */
export const decodeWith = (stored: StoredEvent, metadata: EventMetadata): Envelope => decoded(stored, () => metadata);

function decoded(stored: StoredEvent, metadataOf: (stored: StoredEvent) => EventMetadata): Envelope {
  const type = eventCatalogue.get(stored.type);
  if (type === undefined) throw new UndecodableEvent(stored, 'its type is not in the catalogue', true);
  const metadata = metadataOf(stored);
  const { version } = contractOf(type);
  if (metadata.schemaVersion > version)
    throw new UndecodableEvent(stored, `its schema version ${metadata.schemaVersion} is newer than ${version}`, true);
  const data = upcast(stored, parse<Record<string, unknown>>(stored, stored.data, 'data'), {
    from: metadata.schemaVersion,
    to: version,
  });
  // Into the parsed object itself: a copy of it (`...metadata`) would cost three times as much as parsing it did.
  return Object.assign(metadata, {
    schemaVersion: version,
    id: stored.id,
    type: stored.type,
    stream: stored.stream,
    revision: stored.revision,
    position: stored.position,
    recordedAt: stored.recordedAt,
    data,
  });
}
