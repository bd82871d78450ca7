import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { attempt } from '@touchstream/sqlite-file';
import {
  StaleCommit,
  ViewStoreUnavailable,
  type Checkpoint,
  type Generation,
  type Lease,
  type Parked,
} from '../view-store.js';
import { DocumentRows, type RowWrite } from './document-rows.js';
import { failure } from './failures.js';
import { Generations, type KeptGeneration, type NewGeneration } from './generations.js';
import { Leases, type LeaseWanted } from './leases.js';
import type { LogFolder } from './log-folder.js';
import { ParkedEvents } from './parked-events.js';
import { Statements } from './statements.js';

/** Rows of a dropped table that are deleted before others have their turn. */
const SLICE = 2_000;
/**
 * Documents committed between one folding back of the log and the next. Of views that are read it is done in small pieces: while much goes
 * to the disk at once, all else waits for the disk, and readers with it.
 */
const OFTEN = { read: 500, built: 2_000 };

/** One batch of one view, its documents prepared as rows. */
export interface RowCommit {
  readonly generation: Generation;
  /** As the view says. */
  readonly once: boolean;
  readonly writes: readonly RowWrite[];
  readonly checkpoint?: Checkpoint | undefined;
  readonly park: readonly Parked[];
  readonly unpark: readonly Pick<Parked, 'key' | 'position'>[];
}

export interface CreateGeneration extends NewGeneration {
  /** As the view says. */
  readonly once: boolean;
}

/**
 * The views' file as it is written: each method is one transaction, or several with turns for others between them. For what
 * they do see the port. They block while they run.
 */
export class ViewFile {
  readonly #statements: Statements;
  readonly #generations: Generations;
  readonly #leases: Leases;
  readonly #parked: ParkedEvents;
  readonly #rows = new Map<bigint, DocumentRows>();
  readonly #transaction: Database.Transaction<(run: () => unknown) => unknown>;
  /** The last sweep, ended one way or the other. */
  #swept: Promise<void> = Promise.resolve();
  /** Documents committed since the log was folded back. */
  #written = 0;

  constructor(
    private readonly path: string,
    private readonly db: Database.Database,
    private readonly log: LogFolder,
  ) {
    this.#statements = new Statements(db);
    this.#generations = new Generations(this.#statements);
    this.#leases = new Leases(this.#statements);
    this.#parked = new ParkedEvents(this.#statements);
    this.#transaction = db.transaction((run: () => unknown) => run());
  }

  create({ once, ...wanted }: CreateGeneration, fence?: bigint): Generation {
    return this.#write(() => {
      const { id, generation } = this.#generations.create(wanted, fence);
      const { definition, keying } = this.#generations.layout(id);
      this.db.exec(definition);
      if (!once) this.db.exec(keying);
      return generation;
    });
  }

  async activate(generation: Generation, fence?: bigint): Promise<void> {
    await this.#index(generation, fence);
    this.#complete(generation, fence);
    await this.#sweep();
  }

  async drop(generation: Generation, fence?: bigint): Promise<void> {
    this.#write(() => {
      const found = this.#generations.find(generation);
      if (found === undefined) return;
      this.#generations.ensureFence(found, fence);
      if (found.generation.active)
        throw new Error(`generation ${generation.number} of ${generation.view} is the one in use`);
      this.#generations.setState(found.id, 'dropped');
    });
    await this.#sweep();
  }

  commit(commits: readonly RowCommit[], fence?: bigint): void {
    const isRead = this.#write(() => commits.map(commit => this.#commit(commit, fence)).includes(true));
    for (const { writes } of commits) this.#written += writes.length;
    if (this.#written >= (isRead ? OFTEN.read : OFTEN.built) && this.log.fold()) this.#written = 0;
  }

  acquire(wanted: LeaseWanted): Lease | undefined {
    return this.#write(() => this.#leases.acquire(wanted));
  }

  release(lease: Pick<Lease, 'name' | 'token'>): void {
    this.#write(() => this.#leases.release(lease));
  }

  async close(): Promise<void> {
    this.db.close();
    await this.log.close();
  }

  /** Says whether it is of a generation that is read. */
  #commit({ generation, once, writes, checkpoint, park, unpark }: RowCommit, fence?: bigint): boolean {
    const kept = this.#fenced(generation, fence);
    const { id, worded, generation: stored } = kept;
    if (checkpoint !== undefined && checkpoint.position < stored.checkpoint.position)
      throw new StaleCommit(
        `${stored.view} is at position ${stored.checkpoint.position}, the commit only at ${checkpoint.position}`,
      );
    const isFurther = checkpoint !== undefined && writes.every(([, position]) => position > stored.checkpoint.position);
    const areNew = once && this.#isUnkeyed(kept, isFurther);
    // Whether it is indexed is asked each time: another process may have activated it.
    this.#rowsOf(kept).write(writes, { worded, isIndexed: stored.active, areNew });
    if (writes.length > 0) this.#enterWords(kept);
    for (const event of unpark) this.#parked.remove(id, event);
    for (const event of park) this.#parked.add(id, event);
    if (checkpoint !== undefined) this.#generations.advance(id, checkpoint);
    return stored.active;
  }

  /** Enters the words of new documents where many wait for it. */
  #enterWords(kept: KeptGeneration): void {
    const { id, worded, generation } = kept;
    if (!generation.active) return;
    const upTo = this.#rowsOf(kept).enterWords(worded);
    if (upTo > worded) this.#generations.setWorded(id, upTo);
  }

  /**
   * Whether the generation can still do without an index by key: each of its documents is written once, and as all that was
   * committed lies before the checkpoint, and all that is to be beyond it, nobody has to look whether one is there.
   */
  #isUnkeyed({ id, generation: { active } }: KeptGeneration, isFurther: boolean): boolean {
    if (active) return false;
    const { byKey, keying } = this.#generations.layout(id);
    if (this.#statements.get('SELECT 1 FROM sqlite_schema WHERE name = ?').get(byKey.name) !== undefined) return false;
    if (!isFurther) this.db.exec(keying);
    return isFurther;
  }

  #rowsOf({ id }: KeptGeneration): DocumentRows {
    const known = this.#rows.get(id) ?? new DocumentRows(this.#generations.layout(id), this.#statements);
    this.#rows.set(id, known);
    return known;
  }

  #write<T>(run: () => T): T {
    if (!this.db.open) throw new ViewStoreUnavailable(`${this.path} is closed`);
    return attempt(this.path, failure, () => this.#transaction.immediate(run) as T);
  }

  /** Makes the indexes of a generation, which it did without until now; what has waited comes in between. */
  async #index(generation: Generation, fence?: bigint): Promise<void> {
    const found = this.#write(() => this.#fenced(generation, fence));
    if (found.generation.active) return;
    for (const sql of this.#generations.layout(found.id).indexing) {
      this.#write(() => this.db.exec(sql));
      await nextTurn();
    }
  }

  /** Fills the tables of entries, and has readers see the generation. */
  #complete(generation: Generation, fence?: bigint): void {
    this.#write(() => {
      const found = this.#fenced(generation, fence);
      if (found.generation.active) return;
      this.db.exec(this.#generations.layout(found.id).filling);
      this.#generations.setWorded(found.id, this.#rowsOf(found).newest());
      this.#generations.activate(found);
    });
  }

  #fenced(generation: Generation, fence: bigint | undefined): KeptGeneration {
    const found = this.#generations.existing(generation);
    this.#generations.ensureFence(found, fence);
    return found;
  }

  /** Takes away the tables of dropped generations, those of an interrupted sweep too; one sweep after the other. */
  #sweep(): Promise<void> {
    const sweep = this.#swept.then(() => this.#sweepNow());
    this.#swept = sweep.catch(() => undefined);
    return sweep;
  }

  async #sweepNow(): Promise<void> {
    for (const id of this.#write(() => this.#generations.dropped())) {
      this.#rows.delete(id);
      const { indexes, byKey, tables } = this.#generations.layout(id);
      for (const { name } of [...indexes, byKey]) {
        this.#write(() => this.db.exec(`DROP INDEX IF EXISTS ${name}`));
        await nextTurn();
      }
      for (const table of tables) await this.#empty(table);
      this.#write(() => {
        this.#parked.clear(id);
        for (const table of tables) this.db.exec(`DROP TABLE IF EXISTS ${table}`);
        this.#generations.setState(id, 'gone');
      });
    }
  }

  /** In slices between which others have their turn: to drop a large table in one go would stop all else for seconds. */
  async #empty(table: string): Promise<void> {
    const slice = `DELETE FROM ${table} LIMIT ${SLICE}`;
    while (this.#write(() => this.#statements.get(slice).run().changes) > 0) await nextTurn();
  }
}
