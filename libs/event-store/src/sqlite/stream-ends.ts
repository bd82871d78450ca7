import type Database from 'better-sqlite3';
import { NO_STREAM } from '../event-store.js';

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
  readonly #find: Database.Statement<[string], [number: bigint, revision: bigint]>;

  constructor(
    db: Database.Database,
    private readonly mostKept = MOST_KEPT,
  ) {
    this.#find = db
      .prepare<[string], [bigint, bigint]>(
        'SELECT id, (SELECT max(revision) FROM events WHERE stream = streams.id) FROM streams WHERE name = ?',
      )
      .raw();
  }

  of(stream: string): StreamEnd {
    const known = this.#young.get(stream);
    if (known !== undefined) return known;
    return this.moved(stream, this.#old.get(stream) ?? this.#look(stream));
  }

  /** The stream ends there now, in the file. */
  moved(stream: string, end: StreamEnd): StreamEnd {
    if (this.#young.size >= this.mostKept) [this.#old, this.#young] = [this.#young, new Map()];
    this.#young.set(stream, end);
    return end;
  }

  /** It is not known any more what is in the file. */
  forget(): void {
    this.#young.clear();
    this.#old.clear();
  }

  #look(stream: string): StreamEnd {
    const found = this.#find.get(stream);
    return found === undefined ? NOWHERE : { number: Number(found[0]), revision: Number(found[1]) };
  }
}
