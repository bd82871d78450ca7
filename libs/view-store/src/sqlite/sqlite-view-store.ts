import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { Doc, View } from '@touchstream/views';
import {
  StaleCommit,
  ViewStoreUnavailable,
  type Checkpoint,
  type Commit,
  type DocWrite,
  type Find,
  type Generation,
  type Lease,
  type Page,
  type Parked,
  type StoredDoc,
  type Tally,
  type TallyGroup,
  type ViewStore,
} from '../view-store.js';
import { aside, type Aside } from './aside.js';
import { openDatabase, type SqliteViewStoreOptions } from './database.js';
import { Documents } from './documents.js';
import { attempt, failure } from './failures.js';
import { find } from './find.js';
import { Generations, type KeptGeneration } from './generations.js';
import { Leases, type LeaseWanted } from './leases.js';
import { ParkedEvents, type ParkedQuery } from './parked-events.js';
import { Statements } from './statements.js';
import { tally } from './tally.js';
import { WalCheckpoints } from './wal-checkpoints.js';

type ViewCommit = Commit & { readonly generation: Generation; readonly view: View };

/** Documents whose indexes are made in a moment; those of more in a thread of their own. */
const FEW = 10_000n;
/** Rows of a dropped table that are deleted before others have their turn. */
const SLICE = 2_000;

/** Views in one SQLite file: one process writes, others may read. Calls block while they run, so batches are to be bounded. */
export class SqliteViewStore implements ViewStore {
  readonly #statements: Statements;
  readonly #generations: Generations;
  readonly #leases: Leases;
  readonly #parked: ParkedEvents;
  readonly #documents = new Map<bigint, Documents>();
  /** The last sweep, ended one way or the other. */
  #swept: Promise<void> = Promise.resolve();
  /** What another thread is writing. */
  #aside: Aside | undefined;
  /** Generations whose entries are as their documents say, though they are not active yet. */
  readonly #filled = new Set<bigint>();
  readonly #walCheckpoints: WalCheckpoints;
  readonly #transaction: Database.Transaction<(run: () => unknown) => unknown>;

  private constructor(
    private readonly path: string,
    private readonly db: Database.Database,
  ) {
    this.#statements = new Statements(db);
    this.#generations = new Generations(this.#statements);
    this.#leases = new Leases(this.#statements);
    this.#parked = new ParkedEvents(this.#statements);
    this.#walCheckpoints = new WalCheckpoints(path);
    this.#transaction = db.transaction((run: () => unknown) => run());
  }

  /** Opens a file of views. Rejects with {@link ViewStoreUnavailable} or ViewStoreIncompatible. */
  // eslint-disable-next-line typescript/require-await -- rejects rather than throws
  static async open(options: SqliteViewStoreOptions): Promise<SqliteViewStore> {
    return new SqliteViewStore(options.path, openDatabase(options));
  }

  async generations(view: string): Promise<readonly Generation[]> {
    return this.#read(() => this.#generations.list(view).map(({ generation }) => generation));
  }

  async create(view: View, fence?: bigint): Promise<Generation> {
    return this.#write(() => {
      const { id, generation } = this.#generations.create(view, fence);
      const { definition, keying } = this.#generations.layout(id);
      this.db.exec(definition);
      if (view.once !== true) this.db.exec(keying);
      return generation;
    });
  }

  async activate(generation: Generation, fence?: bigint): Promise<void> {
    await this.#index(generation, fence);
    await this.#write(() => {
      const found = this.#fenced(generation, fence);
      if (found.generation.active) return;
      if (!this.#filled.has(found.id)) this.db.exec(this.#generations.layout(found.id).filling);
      this.#generations.activate(found);
      this.#documents.delete(found.id);
    });
    await this.#sweep();
  }

  async drop(generation: Generation, fence?: bigint): Promise<void> {
    await this.#write(() => {
      const found = this.#generations.find(generation);
      if (found === undefined) return;
      this.#generations.ensureFence(found, fence);
      if (found.generation.active)
        throw new Error(`generation ${generation.number} of ${generation.view} is the one in use`);
      this.#generations.setState(found.id, 'dropped');
    });
    await this.#sweep();
  }

  async getMany(generation: Generation, keys: readonly string[]): Promise<ReadonlyMap<string, DocWrite>> {
    return this.#read(() => {
      const documents = this.#documentsOf(this.#generations.existing(generation));
      const found = new Map<string, DocWrite>();
      for (const key of keys) {
        const last = documents.lastWritten(key);
        if (last !== undefined) found.set(key, last);
      }
      return found;
    });
  }

  async commit(commits: readonly ViewCommit[], fence?: bigint): Promise<void> {
    await this.#write(() => {
      for (const commit of commits) this.#commit(commit, fence);
    });
    this.#walCheckpoints.wrote(commits.reduce((sum, { writes }) => sum + writes.length, 0));
  }

  async parked(generation: Generation, options: ParkedQuery): Promise<readonly Parked[]> {
    return this.#read(() => this.#parked.list(this.#generations.existing(generation).id, generation.view, options));
  }

  async parkedKeys(
    generation: Generation,
  ): Promise<ReadonlyMap<string, { readonly count: number; readonly oldest: string }>> {
    return this.#read(() => this.#parked.keys(this.#generations.existing(generation).id));
  }

  async acquire(wanted: LeaseWanted): Promise<Lease | undefined> {
    return this.#write(() => this.#leases.acquire(wanted));
  }

  async release(lease: Pick<Lease, 'name' | 'token'>): Promise<void> {
    await this.#write(() => this.#leases.release(lease));
  }

  async leases(): Promise<readonly Lease[]> {
    return this.#read(() => this.#leases.list());
  }

  async get<D extends Doc>(view: View<D>, key: string): Promise<StoredDoc<D> | undefined> {
    return this.#read(() => this.#active(view).get(key) as StoredDoc<D> | undefined);
  }

  async find<D extends Doc>(view: View<D>, query: Find): Promise<Page<D>> {
    return this.#read(() => find(this.#active(view), view, query));
  }

  async tally(view: View, query: Tally): Promise<readonly TallyGroup[]> {
    return this.#read(() => tally(this.#active(view), view, query));
  }

  async checkpoint(view: string): Promise<Checkpoint | undefined> {
    return this.#read(() => this.#generations.active(view)?.generation.checkpoint);
  }

  async ping(): Promise<void> {
    this.#read(() => this.#generations.dropped());
  }

  async close(): Promise<void> {
    this.db.close();
    await Promise.all([this.#aside?.end(), this.#walCheckpoints.end()]);
  }

  #commit({ generation, view, writes, checkpoint, park = [], unpark = [] }: ViewCommit, fence?: bigint): void {
    const kept = this.#fenced(generation, fence);
    const { id, generation: stored } = kept;
    if (checkpoint !== undefined && checkpoint.position < stored.checkpoint.position)
      throw new StaleCommit(
        `${view.name} is at position ${stored.checkpoint.position}, the commit only at ${checkpoint.position}`,
      );
    this.#filled.delete(id);
    const documents = this.#documentsOf(kept);
    const isFurther = checkpoint !== undefined && writes.every(({ position }) => position > stored.checkpoint.position);
    documents.write(view, writes, this.#isUnkeyed(kept, view, isFurther));
    for (const event of unpark) this.#parked.remove(id, event);
    for (const event of park) this.#parked.add(id, event);
    if (checkpoint !== undefined) this.#generations.advance(id, checkpoint);
  }

  /**
   * Whether the generation can still do without an index by key: each of its documents is written once, and as all that was
   * committed lies before the checkpoint, and all that is to be beyond it, nobody has to look whether one is there.
   */
  #isUnkeyed({ id, generation: { active } }: KeptGeneration, view: View, isFurther: boolean): boolean {
    if (active || view.once !== true) return false;
    const { byKey, keying } = this.#generations.layout(id);
    if (this.#statements.get('SELECT 1 FROM sqlite_schema WHERE name = ?').get(byKey.name) !== undefined) return false;
    if (!isFurther) this.db.exec(keying);
    return isFurther;
  }

  #documentsOf({ id, generation: { active } }: KeptGeneration): Documents {
    const known = this.#documents.get(id) ?? new Documents(this.#generations.layout(id), this.#statements, active);
    this.#documents.set(id, known);
    return known;
  }

  #active({ name }: Pick<View, 'name'>): Documents {
    const active = this.#generations.active(name);
    if (active === undefined) throw new ViewStoreUnavailable(`${name} has not been built yet`);
    return this.#documentsOf(active);
  }

  /** One state of the file, whatever other processes write meanwhile. */
  #read<T>(run: () => T): T {
    return this.#attempt(() => this.#transaction(run) as T);
  }

  async #write<T>(run: () => T): Promise<T> {
    if (this.#aside !== undefined) await this.#unhindered();
    return this.#attempt(() => this.#transaction.immediate(run) as T);
  }

  #attempt<T>(run: () => T): T {
    if (!this.db.open) throw new ViewStoreUnavailable(`${this.path} is closed`);
    return attempt(this.path, run);
  }

  /** Makes the indexes of a generation, which it did without until now; what has waited comes in between. */
  async #index(generation: Generation, fence?: bigint): Promise<void> {
    const found = await this.#write(() => this.#fenced(generation, fence));
    if (found.generation.active) return;
    const { documents, indexing, filling } = this.#generations.layout(found.id);
    const [last] = this.#read(() => this.#statements.get(`SELECT COALESCE(MAX(id), 0) FROM ${documents}`).get()) as [
      bigint,
    ];
    const isLarge = last > FEW;
    for (const sql of indexing) {
      await (isLarge ? this.#apart(sql) : this.#write(() => this.db.exec(sql)));
      await nextTurn();
    }
    if (!isLarge) return;
    // From now on: whatever is committed meanwhile takes it back.
    this.#filled.add(found.id);
    await this.#apart(`BEGIN IMMEDIATE; ${filling} COMMIT`);
  }

  /** Writes in another thread; meanwhile this one reads, and its writes wait. */
  async #apart(sql: string): Promise<void> {
    await this.#unhindered();
    this.#aside = aside(this.path, sql);
    try {
      await this.#aside.done;
    } catch (error) {
      throw failure(this.path, error);
    } finally {
      this.#aside = undefined;
    }
  }

  async #unhindered(): Promise<void> {
    while (this.#aside !== undefined) await this.#aside.done.catch(() => undefined);
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
    for (const id of this.#read(() => this.#generations.dropped())) {
      this.#documents.delete(id);
      const { indexes, byKey, tables } = this.#generations.layout(id);
      for (const { name } of [...indexes, byKey]) {
        await this.#write(() => this.db.exec(`DROP INDEX IF EXISTS ${name}`));
        await nextTurn();
      }
      for (const table of tables) await this.#empty(table);
      await this.#write(() => {
        this.#parked.clear(id);
        for (const table of tables) this.db.exec(`DROP TABLE IF EXISTS ${table}`);
        this.#generations.setState(id, 'gone');
      });
    }
  }

  /** In slices between which others have their turn: to drop a large table in one go would stop all else for seconds. */
  async #empty(table: string): Promise<void> {
    const slice = `DELETE FROM ${table} LIMIT ${SLICE}`;
    while ((await this.#write(() => this.#statements.get(slice).run().changes)) > 0) await nextTurn();
  }
}
