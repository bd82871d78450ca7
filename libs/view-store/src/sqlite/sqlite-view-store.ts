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
import { openDatabase, type SqliteViewStoreOptions } from './database.js';
import { Documents } from './documents.js';
import { attempt } from './failures.js';
import { find } from './find.js';
import { Generations, type KeptGeneration } from './generations.js';
import { Leases, type LeaseWanted } from './leases.js';
import { ParkedEvents, type ParkedQuery } from './parked-events.js';
import { Statements } from './statements.js';
import { tally } from './tally.js';

type ViewCommit = Commit & { readonly generation: Generation; readonly view: View };

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
  readonly #transaction: Database.Transaction<(run: () => unknown) => unknown>;

  private constructor(
    private readonly path: string,
    private readonly db: Database.Database,
  ) {
    this.#statements = new Statements(db);
    this.#generations = new Generations(this.#statements);
    this.#leases = new Leases(this.#statements);
    this.#parked = new ParkedEvents(this.#statements);
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
    this.#write(() => {
      const found = this.#generations.existing(generation);
      this.#generations.ensureFence(found, fence);
      if (found.generation.active) return;
      for (const sql of this.#generations.layout(found.id).filling) this.db.exec(sql);
      this.#generations.activate(found);
      this.#documents.delete(found.id);
    });
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
    this.#write(() => {
      for (const commit of commits) this.#commit(commit, fence);
    });
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
    this.#write(() => this.#leases.release(lease));
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
  }

  #commit({ generation, view, writes, checkpoint, park = [], unpark = [] }: ViewCommit, fence?: bigint): void {
    const kept = this.#generations.existing(generation);
    const { id, generation: stored } = kept;
    this.#generations.ensureFence(kept, fence);
    if (checkpoint !== undefined && checkpoint.position < stored.checkpoint.position)
      throw new StaleCommit(
        `${view.name} is at position ${stored.checkpoint.position}, the commit only at ${checkpoint.position}`,
      );
    const documents = this.#documentsOf(kept);
    const upTo = stored.checkpoint.position;
    if (!stored.active && writes.some(({ position }) => position <= upTo)) this.db.exec(documents.layout.keying);
    documents.write(view, writes, upTo);
    for (const event of unpark) this.#parked.remove(id, event);
    for (const event of park) this.#parked.add(id, event);
    if (checkpoint !== undefined) this.#generations.advance(id, checkpoint);
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

  #write<T>(run: () => T): T {
    return this.#attempt(() => this.#transaction.immediate(run) as T);
  }

  #attempt<T>(run: () => T): T {
    if (!this.db.open) throw new ViewStoreUnavailable(`${this.path} is closed`);
    return attempt(this.path, run);
  }

  /** Makes the indexes of a generation, one in a turn: until it is read, its documents are written without them. */
  async #index(generation: Generation, fence?: bigint): Promise<void> {
    const { id, generation: stored } = this.#read(() => this.#generations.existing(generation));
    if (stored.active) return;
    const layout = this.#generations.layout(id);
    for (const sql of layout.indexing) {
      this.#write(() => {
        this.#generations.ensureFence(this.#generations.existing(generation), fence);
        this.db.exec(sql);
      });
      await nextTurn();
    }
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
