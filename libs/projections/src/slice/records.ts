import { MOST_RECORD_BYTES, type PartitionRecord } from '@touchstream/event-bus';
import { bytesOf, type StoredEvent } from '@touchstream/events';

/**
 * Up to where a partition has been told everything: after `after` and up to `position` there are `count` events for it, which stand before
 * this record. Who is at `after` or further and has them all is at `position` then.
 */
export interface Mark {
  readonly after: bigint;
  readonly position: bigint;
  readonly count: number;
}

/** An event as it is stored; one that is too large for a record, by its place in its stream. */
export type EventRecord =
  { readonly stored: StoredEvent } | { readonly position: bigint; readonly stream: string; readonly revision: number };

const utf8 = new TextEncoder();
const text = new TextDecoder();
const encoded = (fields: Readonly<Record<string, string | number | bigint>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, utf8.encode(String(value))]));
const NOTHING = new Uint8Array();

export function eventRecord({ data: payload, metadata: meta, ...fields }: StoredEvent): PartitionRecord {
  const [data, metadata] = [bytesOf(payload), bytesOf(meta)];
  const { position, stream, revision } = fields;
  if (data.byteLength + metadata.byteLength > MOST_RECORD_BYTES / 2)
    return { headers: encoded({ position, stream, revision }), value: NOTHING };
  return { headers: { ...encoded(fields), metadata }, value: data };
}

export const markRecord = ({ after, position, count }: Mark): PartitionRecord => ({
  headers: encoded({ after, position, count }),
  value: NOTHING,
});

/** What a record says; undefined where it is none of ours. That it was one is found out by the next mark. */
export function recordOf({ headers, value }: PartitionRecord): Mark | EventRecord | undefined {
  try {
    return 'after' in headers ? markOf(headers) : eventOf(headers, value);
  } catch {
    return undefined;
  }
}

type Headers = PartitionRecord['headers'];

function field(headers: Headers, name: string): string {
  const found = headers[name];
  if (found === undefined) throw new TypeError(`a record without ${name}`);
  return text.decode(found);
}

const markOf = (headers: Headers): Mark => ({
  after: BigInt(field(headers, 'after')),
  position: BigInt(field(headers, 'position')),
  count: Number(field(headers, 'count')),
});

function eventOf(headers: Headers, data: Uint8Array): EventRecord {
  const position = BigInt(field(headers, 'position'));
  const place = { position, stream: field(headers, 'stream'), revision: Number(field(headers, 'revision')) };
  const { metadata } = headers;
  if (metadata === undefined) return place;
  const [id, type, recordedAt] = [field(headers, 'id'), field(headers, 'type'), field(headers, 'recordedAt')];
  return { stored: { ...place, id, type, recordedAt, data, metadata } };
}
