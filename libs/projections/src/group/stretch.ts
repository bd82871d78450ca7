import type { EventEnvelope, StoredEvent, StoredJson } from '@touchstream/events';
import type { Checkpoint } from '@touchstream/view-store';
import { feedEvent, type FeedEvent, type Touch } from '../fold/index.js';
import { Piles } from './piles.js';

/** So many that the documents of one are in memory together, of the largest of stretches. */
const PILES = 256;
/** So much of the disk a stretch takes at most, in bytes. */
const ROOM = 2_147_483_648;
/** What is folded at once ends with a document, unless that is of so many times as many events. */
const LONGEST = 4;

/** A document's key, and the views that have a document of this key, by number. */
interface Dealt {
  readonly key: string;
  readonly views: number[];
}

/** What is folded at once. */
export interface Run {
  /** By view; of each document in the order of the feed. */
  readonly touches: readonly (readonly Touch[])[];
  /** Whether no event before them in this stretch has touched their documents. */
  readonly areFirst: boolean;
}

/**
 * A stretch of the feed, put together by document: first events are dealt out to piles by the keys that they touch, then one pile after the
 * other is folded, key by key. So each document is read and written once, however far apart in the feed its events are, and is in memory
 * for a moment; and as no fold sees another document, the order of events matters within each document only, and that is kept.
 */
export class Stretch {
  private readonly piles = new Piles(PILES);
  private dealt = 0;
  private folded = 0;
  private events = 0;
  private runs: AsyncIterator<Run> | undefined;
  /** Where it ends; undefined while it is being dealt. */
  end: Checkpoint | undefined;

  constructor(
    /** The position before its first event. */
    private readonly from: bigint,
    private readonly views: number,
    /** So many events of the feed at most, and so many to be folded at once, or a few more. */
    private readonly bounds: { readonly most: number; readonly atOnce: number },
  ) {}

  /** Whether it is to end here. */
  get isFull(): boolean {
    return this.events >= this.bounds.most || this.piles.size >= ROOM || this.trouble !== undefined;
  }

  /** Why it could not become longer; undefined where it could. */
  get trouble(): unknown {
    return this.piles.trouble;
  }

  /** Deals a run of the feed: so many events read, of them those that any view looks at, and what each view's documents are touched by. */
  async deal(read: number, events: readonly FeedEvent[], touches: readonly (readonly Touch[])[]): Promise<void> {
    const dealt = dealtTo(touches);
    for (const one of events) {
      const documents = 'event' in one ? dealt.get(one.event) : undefined;
      if (documents === undefined) continue;
      for (const document of documents) this.piles.put(pileOf(document.key), encodeDealt(one.stored, document));
      this.dealt += documents.length;
    }
    this.events += read;
    await this.piles.relieve();
  }

  /** What is to be folded next; undefined where there is no more. */
  async next(): Promise<Run | undefined> {
    this.runs ??= this.all();
    const { done, value } = await this.runs.next();
    return done === true ? undefined : value;
  }

  /** How far it is, in positions: dealing and folding are half of it each. `read`: how far it has been dealt. */
  progress(read: bigint): bigint {
    const half = (read - this.from) / 2n;
    if (this.end === undefined || this.dealt === 0) return this.from + half;
    return this.from + half + (half * BigInt(this.folded)) / BigInt(this.dealt);
  }

  close(): Promise<void> {
    return this.piles.close();
  }

  private async *all(): AsyncGenerator<Run, undefined> {
    for (let pile = 0; pile < PILES; pile += 1) {
      let isFirst = true;
      for await (const records of this.piles.take(pile)) {
        yield* this.keyByKey(records, isFirst);
        isFirst = false;
      }
    }
    return undefined;
  }

  private *keyByKey(records: Buffer, isFirst: boolean): Generator<Run, undefined> {
    const { atOnce } = this.bounds;
    let areFirst = isFirst;
    let touches = this.none();
    let count = 0;
    for (const [key, places] of byKey(records))
      for (const [at, place] of places.entries()) {
        const { event, views } = decodeDealt(records, place);
        for (const view of views) touches[view]!.push({ event, keys: [key] });
        count += 1;
        const isLast = at === places.length - 1;
        if (count < atOnce || (!isLast && count < LONGEST * atOnce)) continue;
        this.folded += count;
        yield { touches, areFirst };
        areFirst = isFirst && isLast;
        touches = this.none();
        count = 0;
      }
    this.folded += count;
    if (count > 0) yield { touches, areFirst };
    return undefined;
  }

  private none(): Touch[][] {
    return Array.from({ length: this.views }, () => []);
  }
}

/** The documents that each event touches. */
function dealtTo(touches: readonly (readonly Touch[])[]): ReadonlyMap<EventEnvelope, readonly Dealt[]> {
  const all = new Map<EventEnvelope, Dealt[]>();
  const note = (event: EventEnvelope, key: string, view: number) => {
    let documents = all.get(event);
    if (documents === undefined) all.set(event, (documents = []));
    const there = documents.find(one => one.key === key);
    if (there === undefined) documents.push({ key, views: [view] });
    else there.views.push(view);
  };
  for (const [view, some] of touches.entries())
    for (const { event, keys } of some) for (const key of keys) note(event, key, view);
  return all;
}

/** FNV-1a with 32 bits, over UTF-16 code units; its bits mixed, so that the documents of one slice fall on all piles. */
function pileOf(key: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) value = Math.imul(value ^ key.charCodeAt(at), 0x01000193);
  return ((value ^ (value >>> 15)) >>> 0) % PILES;
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
function encodeDealt(stored: StoredEvent, { key, views }: Dealt): Buffer {
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
function byKey(records: Buffer): ReadonlyMap<string, readonly number[]> {
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
function decodeDealt(
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
