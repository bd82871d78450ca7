import type { EventEnvelope } from '@touchstream/events';
import type { Checkpoint } from '@touchstream/view-store';
import type { FeedEvent, Touch } from '../fold/index.js';
import { byKey, decodeDealt, encodeDealt, type Dealt } from './dealt.js';
import { Piles } from './piles.js';

/** So many that the documents of one are in memory together, of the largest of stretches. */
const PILES = 256;
/** So much of the disk a stretch takes at most, in bytes. */
const ROOM = 2_147_483_648;
/** What is folded at once ends with a document, unless that is of so many times as many events. */
const LONGEST = 4;

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
