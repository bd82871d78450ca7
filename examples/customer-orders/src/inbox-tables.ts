import type Database from 'better-sqlite3';
import type { Handled, Hold, HoldName, InboxStorage, SequenceName } from '@touchstream/consumer';

interface HandledRow {
  readonly revision: bigint;
  readonly event_id: string;
  readonly recorded_at: string;
  readonly topic: string;
  readonly partition: bigint;
  /** Beyond what a number holds. */
  readonly offset: bigint;
}

const holdOf = (text: string): Hold => {
  const hold = JSON.parse(text) as Omit<Hold, 'place'> & { readonly place: { readonly offset: string } };
  return { ...hold, place: { ...hold.place, offset: BigInt(hold.place.offset) } } as unknown as Hold;
};
const textOf = (hold: Hold): string =>
  JSON.stringify(hold, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

/** The inbox in tables of the service's own. A transaction is the file's: it has one writer at a time. */
export class InboxTables implements InboxStorage<Database.Database> {
  #before: Promise<unknown> = Promise.resolve();

  constructor(private readonly db: Database.Database) {}

  /** One after the other: the connection is in one transaction at a time. */
  transaction<T>(work: (tx: Database.Database) => Promise<T>): Promise<T> {
    const result = this.#before.then(() => this.#carryOut(work));
    this.#before = result.catch(() => undefined);
    return result;
  }

  async #carryOut<T>(work: (tx: Database.Database) => Promise<T>): Promise<T> {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = await work(this.db);
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  handled(db: Database.Database, { key, stream }: SequenceName): Handled | undefined {
    const row = db
      .prepare<[string, string], HandledRow>('SELECT * FROM inbox_handled WHERE key = ? AND stream = ?')
      .safeIntegers()
      .get(key, stream);
    if (row === undefined) return undefined;
    const { revision, event_id: eventId, recorded_at: recordedAt, topic, partition, offset } = row;
    return { revision: Number(revision), eventId, recordedAt, place: { topic, partition: Number(partition), offset } };
  }

  setHandled(
    db: Database.Database,
    { key, stream }: SequenceName,
    { revision, eventId, recordedAt, place }: Handled,
  ): void {
    db.prepare(
      'INSERT OR REPLACE INTO inbox_handled VALUES (@key, @stream, @revision, @eventId, @recordedAt, @topic, @partition, @offset)',
    ).run({ key, stream, revision, eventId, recordedAt, ...place });
  }

  hold(db: Database.Database, { topic, key }: HoldName): Hold | undefined {
    const found = db
      .prepare<[string, string], string>('SELECT hold FROM inbox_holds WHERE topic = ? AND key = ?')
      .pluck();
    const text = found.get(topic, key);
    return text === undefined ? undefined : holdOf(text);
  }

  setHold(db: Database.Database, hold: Hold): void {
    db.prepare('INSERT OR REPLACE INTO inbox_holds VALUES (?, ?, ?)').run(hold.topic, hold.key, textOf(hold));
  }

  removeHold(db: Database.Database, { topic, key }: HoldName): void {
    db.prepare('DELETE FROM inbox_holds WHERE topic = ? AND key = ?').run(topic, key);
  }

  /** The keys that stand still, for operators. */
  holds(): readonly Hold[] {
    return this.db.prepare<[], string>('SELECT hold FROM inbox_holds ORDER BY topic, key').pluck().all().map(holdOf);
  }
}
