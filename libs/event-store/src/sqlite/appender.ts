import type Database from 'better-sqlite3';
import { WrongExpectedRevision, type Appended, type EventToAppend } from '../event-store.js';
import { Draft, type Counts } from './draft.js';
import type { IndexMerge } from './index-merge.js';
import type { Rows } from './rows.js';
import { SPAN } from './schema.js';
import { StreamEnds, type StreamEnd } from './stream-ends.js';
import type { StreamIndex } from './stream-index.js';
import { StreamNames } from './stream-names.js';
import type { TypeNames } from './type-names.js';
import type { Writer } from './writer.js';

export interface Append {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: readonly EventToAppend[];
}
/** What becomes of one append once the transaction is committed. */
export type Outcome = Appended | WrongExpectedRevision;

/** An event that stands where an append would put its own; the id without hyphens. */
type Place = readonly [id: string, position: number, recordedAt: number];

/** What reads the file, and knows what has been read of it. */
interface Known {
  readonly types: TypeNames;
  readonly rows: Rows;
  readonly index: StreamIndex;
  readonly merge: IndexMerge;
}

const iso = (millis: number): string => new Date(millis).toISOString();
const hex = (id: string): string => id.replaceAll('-', '');
const refused = ({ stream, expectedRevision }: Append, actual: number) =>
  new WrongExpectedRevision(stream, expectedRevision, actual);

/**
 * Judges appends, each by itself, and has those that hold written in one transaction. As nobody else writes to the file it knows
 * where each stream ends and counts the positions and the numbers of streams and types.
 */
export class Appender {
  readonly #counted: Database.Statement<[], bigint[]>;
  readonly #found: Database.Statement<[number], bigint>;
  readonly #ends: StreamEnds;
  /** In one transaction: SQLite forgets what it has read at the end of each. */
  readonly #judging: (appends: readonly Append[], draft: Draft) => readonly Outcome[];
  /** Undefined where the file is to be asked. */
  #counts: Counts | undefined;
  /** What is being written. */
  #draft: Draft | undefined;
  /** Ended, or rejected, once the places that were to be merged last are in the file. */
  #merging: Promise<void> = Promise.resolve();

  constructor(
    db: Database.Database,
    private readonly known: Known,
    private readonly writer: Writer,
    private readonly clock: () => number,
  ) {
    this.#ends = new StreamEnds(known.index, new StreamNames(db));
    this.#judging = db.transaction((appends: readonly Append[], draft: Draft) => {
      const time = iso(draft.now);
      return appends.map(append => this.#judge(append, draft, time));
    });
    this.#counted = db
      .prepare<[], bigint[]>(
        `SELECT coalesce(max(position), -1), coalesce((SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1), 0),
           (SELECT coalesce(max(id), 0) FROM streams), (SELECT coalesce(max(id), 0) FROM types) FROM events`,
      )
      .raw();
    this.#found = db.prepare<[number], bigint>('SELECT DISTINCT type FROM events WHERE position >= ?').pluck();
  }

  /** Commits them all; one call at a time. Where it rejects, nothing is known to have changed. */
  async commit(appends: readonly Append[]): Promise<readonly Outcome[]> {
    const counts = (this.#counts ??= this.#count());
    // What the file has of places is read before there is more.
    this.known.merge.current();
    const draft = new Draft(counts, Math.max(this.clock(), counts.recordedAt));
    const outcomes = this.#judging(appends, draft);
    if (draft.size > 0) await this.#write(draft);
    return outcomes;
  }

  /** Where the stream ends, without asking the file where it is known; undefined while it is being added to. */
  endOf(stream: string): StreamEnd | undefined {
    return this.#draft?.of(stream) === undefined ? this.#ends.of(stream) : undefined;
  }

  async #write(draft: Draft): Promise<void> {
    this.#draft = draft;
    const { merge } = this.known;
    try {
      const rows = draft.rows();
      await this.#merging;
      const written = this.writer.write(rows);
      this.#merging = this.#merge(draft);
      this.#merging.catch(() => undefined);
      await written;
      this.#counts = draft.counts;
      merge.committed(draft);
      for (const [stream, end] of draft.ends()) this.#ends.appended(stream, end);
    } catch (error) {
      await Promise.allSettled([this.#merging]);
      this.#merging = Promise.resolve();
      this.#counts = undefined;
      merge.forget();
      this.#ends.forget();
      throw error;
    } finally {
      this.#draft = undefined;
    }
  }

  /**
   * Merges behind a draft, so that no append waits for it: those that come next are judged meanwhile. Where it fails, those that are to be
   * written next are told.
   */
  async #merge(draft: Draft): Promise<void> {
    const { merge } = this.known;
    const slice = merge.slice(draft);
    if (slice === undefined) return;
    await this.writer.merge(slice);
    merge.merged(slice);
  }

  #judge(append: Append, draft: Draft, time: string): Outcome {
    const { stream, expectedRevision, events } = append;
    const end = draft.end(stream) ?? this.#ends.of(stream);
    if (end.revision !== expectedRevision) return this.#repeated(append, end, draft) ?? refused(append, end.revision);
    const first = { name: stream, number: end.number, revision: expectedRevision + 1 };
    draft.add(first, events, this.#typeOf);
    const revision = expectedRevision + events.length;
    return { revision, position: BigInt(draft.position), recordedAt: time, repeated: false };
  }

  readonly #typeOf = (name: string): number | undefined => this.known.types.numberOf(name);

  /** The first answer, where this very append stands there already. */
  #repeated({ stream, expectedRevision, events }: Append, end: StreamEnd, draft: Draft): Appended | undefined {
    if (end.number === undefined) return undefined;
    const places = this.#placesOf({ stream, number: end.number, after: expectedRevision }, events.length, draft);
    if (!events.every(({ id }, at) => hex(id) === places[at]?.[0])) return undefined;
    const [, position, recordedAt] = places.at(-1) as Place;
    return {
      revision: expectedRevision + events.length,
      position: BigInt(position),
      recordedAt: iso(recordedAt),
      repeated: true,
    };
  }

  /** The events after a revision: those of the draft where it begins there, or those in the file. No append is in both. */
  #placesOf(
    { stream, number, after }: { readonly stream: string; readonly number: number; readonly after: number },
    limit: number,
    draft: Draft,
  ): readonly Place[] {
    const added = draft.of(stream);
    if (added === undefined || after + 1 < added.revision) {
      const { index, rows } = this.known;
      const positions = index.positions(number, { direction: 'forwards', from: after + 1, limit });
      return rows.at(positions).map(([position, , , , recordedAt, id]) => [id, position, recordedAt]);
    }
    const from = after + 1 - added.revision;
    return added.events.slice(from, from + limit).map(({ id, position }) => [hex(id), position, draft.now]);
  }

  #count(): Counts {
    const [position, recordedAt, streams, types] = this.#counted.get()!.map(Number) as [number, number, number, number];
    const begin = Math.max(0, position - (position % Number(SPAN)));
    return { position, recordedAt, streams, types, found: new Set(this.#found.all(begin).map(Number)) };
  }
}
