import { NO_STREAM } from '../event-store.js';
import type { StreamIndex } from './stream-index.js';
import type { StreamNames } from './stream-names.js';

/** Where a stream ends. */
export interface StreamEnd {
  /** What stands for its name in the file; undefined where there is no such stream. */
  readonly number: number | undefined;
  /** Of its last event; {@link NO_STREAM} where there is no such stream. */
  readonly revision: number;
}

const NOWHERE: StreamEnd = { number: undefined, revision: NO_STREAM };
/** So many ends are kept to twice as many, the latest; some 200 bytes each. */
const MOST_KEPT = 10_000;

/**
 * Where the streams end, as the one writer of the file knows it: what it has appended or looked up once, it need not ask
 * the file for again. Most commands find nothing new in their stream, and learn it here.
 */
export class StreamEnds {
  #young = new Map<string, StreamEnd>();
  #old = new Map<string, StreamEnd>();

  constructor(
    private readonly index: StreamIndex,
    private readonly names: StreamNames,
    private readonly mostKept = MOST_KEPT,
  ) {}

  of(stream: string): StreamEnd {
    const known = this.#young.get(stream);
    if (known !== undefined) return known;
    return this.#keep(stream, this.#old.get(stream) ?? this.#look(stream));
  }

  /** The stream, old or new, ends there now, in the file. */
  appended(stream: string, end: StreamEnd & { readonly number: number }): void {
    this.names.added(end.number, stream);
    this.#keep(stream, end);
  }

  /** It is not known any more what is in the file. */
  forget(): void {
    this.names.doubt();
    this.#young.clear();
    this.#old.clear();
  }

  #keep(stream: string, end: StreamEnd): StreamEnd {
    if (this.#young.size >= this.mostKept) [this.#old, this.#young] = [this.#young, new Map()];
    this.#young.set(stream, end);
    return end;
  }

  #look(stream: string): StreamEnd {
    if (this.names.lack(stream)) return NOWHERE;
    return this.index.end(stream) ?? NOWHERE;
  }
}
