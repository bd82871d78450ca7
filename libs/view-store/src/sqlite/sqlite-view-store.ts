import type Database from 'better-sqlite3';
import { attempt } from '@touchstream/sqlite-file';
import type { Doc, View } from '@touchstream/views';
import { shapeOf } from '../query/index.js';
import {
  ViewStoreUnavailable,
  type Checkpoint,
  type Commit,
  type DocVersion,
  type DocWrite,
  type Find,
  type Generation,
  type Lease,
  type Page,
  type Parked,
  type ParkedTally,
  type StoredDoc,
  type Tally,
  type TallyGroup,
  type VersionedDoc,
  type ViewStore,
} from '../view-store.js';
import { Active } from './active.js';
import { openDatabase, type SqliteViewStoreOptions } from './database.js';
import type { RowWrite } from './document-rows.js';
import { Documents } from './documents.js';
import { failure } from './failures.js';
import { FileState } from './file-state.js';
import { find } from './find.js';
import { Generations, type KeptGeneration } from './generations.js';
import { Leases, type LeaseWanted } from './leases.js';
import { ParkedEvents, type ParkedQuery } from './parked-events.js';
import { Statements } from './statements.js';
import { tally } from './tally.js';
import { Writer } from './writer.js';
import { ensureKey, prepared } from './written.js';

/** Rows that are sent to the thread that writes at once: few enough to be garbage again soon, and for it to begin early. */
const ROWS = 200;

type ViewCommit = Commit & { readonly generation: Generation; readonly view: View };

/**
 * Views in one SQLite file: one process writes, others may read. Reads are carried out in the caller's thread and block while they
 * run, so pages are bounded; writes in a thread of their own, in the order in which they were asked for.
 */
export class SqliteViewStore implements ViewStore {
  readonly #statements: Statements;
  readonly #generations: Generations;
  readonly #leases: Leases;
  readonly #parked: ParkedEvents;
  readonly #writer: Writer;
  /** By generation. */
  readonly #documents = new Map<bigint, Documents>();
  /** By view. */
  readonly #lastActive = new Map<string, Active>();
  readonly #transaction: Database.Transaction<(run: () => unknown) => unknown>;
  readonly #state: FileState;

  private constructor(
    private readonly options: SqliteViewStoreOptions,
    private readonly db: Database.Database,
  ) {
    this.#statements = new Statements(db);
    this.#generations = new Generations(this.#statements);
    this.#leases = new Leases(this.#statements);
    this.#parked = new ParkedEvents(this.#statements);
    this.#writer = new Writer(options);
    this.#transaction = db.transaction((run: () => unknown) => run());
    this.#state = new FileState(db);
  }

  /** Opens a file of views. Rejects with {@link ViewStoreUnavailable} or ViewStoreIncompatible. */
  // eslint-disable-next-line typescript/require-await -- rejects rather than throws
  static async open(options: SqliteViewStoreOptions): Promise<SqliteViewStore> {
    const store = new SqliteViewStore(options, openDatabase(options));
    if (options.readOnly !== true) store.#writer.start();
    return store;
  }

  async generations(view: string): Promise<readonly Generation[]> {
    return this.#read(() => this.#generations.list(view).map(({ generation }) => generation));
  }

  async create(view: View, fence?: bigint): Promise<Generation> {
    const { name, version, once = false } = view;
    return this.#writer.ask('create', { view: name, version, shape: shapeOf(view), once }, fence);
  }

  async activate(generation: Generation, fence?: bigint): Promise<void> {
    await this.#writer.ask('activate', generation, fence);
    this.#documents.clear();
    this.#state.forget();
  }

  async drop(generation: Generation, fence?: bigint): Promise<void> {
    await this.#writer.ask('drop', generation, fence);
    this.#documents.clear();
    this.#state.forget();
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
    await this.#writer.commit(
      this.#rows(commits),
      commits.map(({ generation, view, writes, checkpoint, park = [], unpark = [] }) => {
        return { generation, once: view.once === true, rows: writes.length, checkpoint, park, unpark };
      }),
      fence,
    );
    this.#state.forget();
  }

  async parked(generation: Generation, options: ParkedQuery): Promise<readonly Parked[]> {
    return this.#read(() => this.#parked.list(this.#generations.existing(generation).id, generation.view, options));
  }

  async parkedKeys(generation: Generation): Promise<ReadonlyMap<string, ParkedTally>> {
    return this.#read(() => this.#parked.keys(this.#generations.existing(generation).id));
  }

  async acquire(wanted: LeaseWanted): Promise<Lease | undefined> {
    return this.#writer.ask('acquire', wanted);
  }

  async release({ name, token }: Pick<Lease, 'name' | 'token'>): Promise<void> {
    await this.#writer.ask('release', { name, token });
  }

  async leases(): Promise<readonly Lease[]> {
    return this.#read(() => this.#leases.list());
  }

  async get<D extends Doc>(view: View<D>, key: string): Promise<StoredDoc<D> | undefined> {
    const found = this.#look(view, key);
    return found && { key, position: found.version.position, doc: found.doc! };
  }

  async getVersion<D extends Doc>(
    view: View<D>,
    key: string,
    known?: DocVersion,
  ): Promise<VersionedDoc<D> | undefined> {
    return this.#look(view, key, known);
  }

  async find<D extends Doc>(view: View<D>, query: Find): Promise<Page<D>> {
    return this.#read(() => find(this.#active(view).documents, view, query));
  }

  async tally(view: View, query: Tally): Promise<readonly TallyGroup[]> {
    return this.#read(() => tally(this.#active(view).documents, view, query));
  }

  async checkpoint(view: string): Promise<Checkpoint | undefined> {
    return this.#read(() => this.#generations.active(view)?.generation.checkpoint);
  }

  async ping(): Promise<void> {
    this.#read(() => this.#generations.dropped());
  }

  async close(): Promise<void> {
    this.db.close();
    this.#state.forget();
    await this.#writer.close();
  }

  /** The documents in rows, some at a time: what their views have to say is asked here, for code goes to no other thread. */
  *#rows(commits: readonly ViewCommit[]): Iterable<readonly RowWrite[]> {
    for (const { generation, view, writes } of commits) {
      const { fields } = this.#read(() => this.#documentsOf(this.#generations.existing(generation))).layout;
      for (let at = 0; at < writes.length; at += ROWS)
        yield writes.slice(at, at + ROWS).map(({ key, position, doc }) => {
          ensureKey(view.name, key);
          return [key, position, doc && prepared(view, doc, fields)];
        });
    }
  }

  #documentsOf({ id }: KeptGeneration): Documents {
    const known = this.#documents.get(id) ?? new Documents(this.#generations.layout(id), this.#statements);
    this.#documents.set(id, known);
    return known;
  }

  #active({ name }: Pick<View, 'name'>): Active {
    const active = this.#generations.active(name);
    if (active === undefined) throw new ViewStoreUnavailable(`${name} has not been built yet`);
    return new Active(active.generation.number, this.#documentsOf(active), this.#state);
  }

  /** A document of the active generation, first asked of the one that was so last: by one statement, without a transaction. */
  #look<D extends Doc>(view: View<D>, key: string, known?: DocVersion): VersionedDoc<D> | undefined {
    const found = this.#lastActive.get(view.name)?.tryFind<D>(key, known);
    if (found !== undefined) return found;
    return this.#read(() => {
      const active = this.#active(view);
      this.#lastActive.set(view.name, active);
      return active.find<D>(key, known);
    });
  }

  /** One state of the file, whatever is written meanwhile. */
  #read<T>(run: () => T): T {
    if (!this.db.open) throw new ViewStoreUnavailable(`${this.options.path} is closed`);
    this.#state.forget();
    return attempt(this.options.path, failure, () => this.#transaction(run) as T);
  }
}
