import type Database from 'better-sqlite3';
import type { Draft } from './draft.js';
import { RecentPlaces } from './recent-places.js';
import type { Recent } from './stream-index.js';
import { Unmerged, type Merged } from './unmerged.js';
import { PLACE, type Slice } from './writer.js';

interface NextSlice extends Slice {
  /** Streams that it has. */
  readonly streams: number;
}

/** The more wait, the more of them meet on a page of the index; up to twice as many are read when a file is opened. */
const MOST_UNMERGED = 32_768;
/** Places that are merged for each event that is added, so that it is done before as many wait again. */
const PACE = 2;

interface Known {
  readonly places: RecentPlaces;
  merged: Merged;
  /** The streams of the old age that are still to be merged, in order. */
  left: Float64Array;
}

/** The newest events as the one writer of the file knows them, and their merging into the index, a slice after each transaction. */
export class IndexMerge implements Recent {
  readonly #unmerged: Unmerged;
  /** Undefined where the file is to be asked. */
  #known: Known | undefined;

  constructor(
    db: Database.Database,
    private readonly mostUnmerged = MOST_UNMERGED,
  ) {
    this.#unmerged = new Unmerged(db);
  }

  current(): RecentPlaces {
    return (this.#known ??= this.#read()).places;
  }

  /** What is to be merged while a draft is written and after it; undefined where too few wait, or where it is not known: the file is being written. One slice at a time. */
  slice(draft: Draft): NextSlice | undefined {
    const known = this.#known;
    if (known === undefined) return undefined;
    if (known.left.length === 0 && !this.#begin(known, draft.position - draft.size)) return undefined;
    const { places, merged, left } = known;
    const numbers: number[] = [];
    let streams = 0;
    while (streams < left.length && numbers.length < PACE * PLACE * draft.size) {
      const stream = left[streams]!;
      const { revision, positions } = places.old.get(stream)!;
      positions.forEach((position, at) => numbers.push(stream, revision + at, position));
      streams += 1;
    }
    const { done, until } = merged;
    const isDone = streams === left.length;
    return {
      places: new Float64Array(numbers),
      merged: isDone ? { done: until, until, stream: 0 } : { done, until, stream: left[streams - 1]! },
      streams,
    };
  }

  /** The draft has been committed. */
  committed(draft: Draft): void {
    const known = this.#known;
    if (known === undefined) return;
    for (const { number, revision, events } of draft.added)
      for (const [at, { position }] of events.entries()) known.places.add(number, revision + at, position);
  }

  /** The slice has been merged. */
  merged(slice: NextSlice): void {
    const known = this.#known;
    if (known === undefined) return;
    known.merged = slice.merged;
    known.left = known.left.subarray(slice.streams);
    if (known.left.length === 0) known.places.forgetOld();
  }

  /** It is not known any more what is in the file. */
  forget(): void {
    this.#known = undefined;
  }

  /** `upTo`: the position of the last event there is. */
  #begin(known: Known, upTo: number): boolean {
    if (known.places.count < this.mostUnmerged) return false;
    known.places.age();
    known.merged = { ...known.merged, until: upTo };
    known.left = inOrder(known.places);
    return true;
  }

  #read(): Known {
    const merged = this.#unmerged.merged();
    const places = new RecentPlaces();
    for (const [position, stream, revision] of this.#unmerged.after(merged.done)) {
      places.add(stream, revision, position);
      if (position === merged.until) places.age();
    }
    return { places, merged, left: inOrder(places).filter(stream => stream > merged.stream) };
  }
}

const inOrder = ({ old }: RecentPlaces): Float64Array => Float64Array.from(old.keys()).sort();
