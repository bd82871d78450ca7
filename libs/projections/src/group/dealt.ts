import type { EventEnvelope, StoredEvent, StoredJson } from '@touchstream/events';
import { feedEvent } from '../fold/index.js';

/** A document's key, and the views that have a document of this key, by number. */
export interface Dealt {
  readonly key: string;
  readonly views: number[];
}

type Head = [
  position: string,
  revision: number,
  recordedAt: string,
  id: string,
  type: string,
  stream: string,
  views: readonly number[],
];

/** A record begins with the lengths of its parts, of four bytes each: key, head as JSON, metadata and data as they are stored. */
const PARTS = 4;
const LENGTHS = 4 * PARTS;

const lengthOf = (part: StoredJson): number => (typeof part === 'string' ? Buffer.byteLength(part) : part.length);

/** A record of an event and a document that it touches. */
export function encodeDealt(stored: StoredEvent, { key, views }: Dealt): Buffer {
  const { position, revision, recordedAt, id, type, stream, metadata, data } = stored;
  const head: Head = [String(position), revision, recordedAt, id, type, stream, views];
  const parts = [key, JSON.stringify(head), metadata, data];
  const lengths = parts.map(lengthOf);
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + length, LENGTHS));
  let end = 0;
  for (const length of lengths) end = bytes.writeUInt32LE(length, end);
  for (const part of parts) {
    if (typeof part === 'string') end += bytes.write(part, end);
    else {
      bytes.set(part, end);
      end += part.length;
    }
  }
  return bytes;
}

/** Where the records of each key begin, in their order. */
export function byKey(records: Buffer): ReadonlyMap<string, readonly number[]> {
  const all = new Map<string, number[]>();
  for (let at = 0; at < records.length;) {
    const key = records.toString('utf8', at + LENGTHS, at + LENGTHS + records.readUInt32LE(at));
    const places = all.get(key);
    if (places === undefined) all.set(key, [at]);
    else places.push(at);
    let end = at + LENGTHS;
    for (let part = 0; part < PARTS; part += 1) end += records.readUInt32LE(at + 4 * part);
    at = end;
  }
  return all;
}

/** As text, which takes less to parse; a byte order mark is for who decodes it. */
const jsonIn = (records: Buffer, from: number, to: number): StoredJson =>
  records[from] === 0xef ? records.subarray(from, to) : records.toString('utf8', from, to);

/** The event of a record, and the views that it was dealt for. */
export function decodeDealt(
  records: Buffer,
  at: number,
): { readonly event: EventEnvelope; readonly views: readonly number[] } {
  const head = at + LENGTHS + records.readUInt32LE(at);
  const metadata = head + records.readUInt32LE(at + 4);
  const data = metadata + records.readUInt32LE(at + 8);
  const end = data + records.readUInt32LE(at + 12);
  const [position, revision, recordedAt, id, type, stream, views] = JSON.parse(
    records.toString('utf8', head, metadata),
  ) as Head;
  const one = feedEvent({
    position: BigInt(position),
    revision,
    recordedAt,
    id,
    type,
    stream,
    metadata: jsonIn(records, metadata, data),
    data: jsonIn(records, data, end),
  });
  if (!('event' in one)) throw new Error(`${stream}@${revision} cannot be decoded a second time`);
  return { event: one.event, views };
}
