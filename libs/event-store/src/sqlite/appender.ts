import type Database from 'better-sqlite3';
import { START, WrongExpectedRevision, type Appended, type EventToAppend } from '../event-store.js';
import type { StreamEnds } from './stream-ends.js';
import type { TypeNames } from './type-names.js';

export interface Append {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: readonly EventToAppend[];
}
/** What becomes of one append once the transaction is committed. */
export type Outcome = Appended | WrongExpectedRevision;

type NewEvent = [bigint, bigint, number, bigint, number, string, Uint8Array, Uint8Array];
type Place = [id: string, position: bigint, recordedAt: bigint];

const iso = (millis: number): string => new Date(millis).toISOString();
const refused = ({ stream, expectedRevision }: Append, actual: number) =>
  new WrongExpectedRevision(stream, expectedRevision, actual);

/** Writes appends, each judged by itself, in one transaction. Counts the positions. */
export class Appender {
  readonly #transaction: Database.Transaction<(appends: readonly Append[]) => Outcome[]>;
  readonly #create: Database.Statement<[string], bigint>;
  readonly #insert: Database.Statement<NewEvent>;
  readonly #places: Database.Statement<[bigint, number, number], Place>;
  #head = START;
  #recordedAt = 0;
  /** Of the transaction under way: the newest position, and the time that all its events have. */
  #position = START;
  #now = 0;
  #nowText = '';

  constructor(
    db: Database.Database,
    private readonly names: { readonly types: TypeNames; readonly ends: StreamEnds },
    private readonly clock: () => number,
  ) {
    this.#create = db.prepare<[string], bigint>('INSERT INTO streams (name) VALUES (?) RETURNING id').pluck();
    this.#insert = db.prepare(
      `INSERT INTO events (position, stream, revision, type, recorded_at, id, data, metadata)
       VALUES (?, ?, ?, ?, ?, unhex(?, '-'), ?, ?)`,
    );
    this.#places = db
      .prepare<[bigint, number, number], Place>(
        `SELECT lower(hex(id)), position, recorded_at FROM events
         WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?`,
      )
      .raw();
    this.#transaction = db.transaction(appends => appends.map(append => this.#judge(append)));
    const newest = db
      .prepare<[], [bigint, bigint]>('SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1')
      .raw()
      .get();
    if (newest === undefined) return;
    this.#head = newest[0];
    this.#recordedAt = Number(newest[1]);
  }

  /** Commits them all. Where it throws, nothing has changed. */
  commit(appends: readonly Append[]): Outcome[] {
    this.#position = this.#head;
    this.#now = Math.max(this.clock(), this.#recordedAt);
    this.#nowText = iso(this.#now);
    try {
      const outcomes = this.#transaction.immediate(appends);
      if (this.#position > this.#head) this.#recordedAt = this.#now;
      this.#head = this.#position;
      return outcomes;
    } catch (error) {
      this.names.types.forget();
      this.names.ends.forget();
      throw error;
    }
  }

  #judge(append: Append): Outcome {
    const { stream, expectedRevision, events } = append;
    const end = this.names.ends.of(stream);
    if (end.revision !== expectedRevision) return this.#repeated(append, end.number) ?? refused(append, end.revision);
    const number = end.number ?? (this.#create.get(stream) as bigint);
    let revision = expectedRevision;
    for (const event of events) this.#add(number, (revision += 1), event);
    this.names.ends.moved(stream, { number, revision });
    return { revision, position: this.#position, recordedAt: this.#nowText, repeated: false };
  }

  #add(stream: bigint, revision: number, { id, type, data, metadata }: EventToAppend): void {
    const position = this.#position + 1n;
    this.#insert.run(position, stream, revision, this.names.types.intern(type), this.#now, id, data, metadata);
    this.#position = position;
  }

  /** The first answer, where this very append stands there already. */
  #repeated({ expectedRevision, events }: Append, stream: bigint | undefined): Appended | undefined {
    if (stream === undefined) return undefined;
    const places = this.#places.all(stream, expectedRevision, events.length);
    if (!events.every(({ id }, at) => id.replaceAll('-', '') === places[at]?.[0])) return undefined;
    const [, position, recordedAt] = places.at(-1) as Place;
    return {
      revision: expectedRevision + events.length,
      position,
      recordedAt: iso(Number(recordedAt)),
      repeated: true,
    };
  }
}
