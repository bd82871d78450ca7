import type { Doc, View } from '@touchstream/views';
import type {
  Checkpoint,
  Commit,
  DocVersion,
  DocWrite,
  Find,
  Generation,
  Lease,
  Page,
  Parked,
  ParkedTally,
  StoredDoc,
  Tally,
  TallyGroup,
  VersionedDoc,
  ViewStore,
} from '../view-store.js';
import { ActiveGenerations } from './active-generations.js';
import { Collections } from './collections.js';
import { Connection, type MongoDbViewStoreOptions } from './connection.js';
import { Documents, type DocumentWrites } from './documents.js';
import { find } from './find.js';
import { Layout } from './layout.js';
import { Leases, type LeaseWanted } from './leases.js';
import { ParkedEvents, type ParkedQuery } from './parked-events.js';
import { ensureNotOvertaken, existingIn, Records, START, type KeptGeneration } from './records.js';
import { tally } from './tally.js';
import { isKey, storedDoc, writtenOf, type KeptDoc } from './written.js';

type ViewCommit = Commit & { readonly generation: Generation; readonly view: View };

/** A commit that nothing speaks against, as it is to be written. */
interface Prepared {
  readonly commit: ViewCommit;
  readonly kept: KeptGeneration;
  readonly layout: Layout;
  readonly documents: DocumentWrites;
}

/** A document and the number of the generation it was found in. */
interface FoundDoc {
  readonly kept: KeptDoc;
  readonly generation: number;
}

/** The newest write of each key. */
function newest(writes: readonly DocWrite[]): Iterable<DocWrite> {
  const byKey = new Map<string, DocWrite>();
  for (const write of writes) {
    const other = byKey.get(write.key);
    if (other === undefined || other.position < write.position) byKey.set(write.key, write);
  }
  return byKey.values();
}

/**
 * Views in a database of MongoDB, for any number of processes. Without transactions: a commit writes documents, each guarded by its
 * position, then what is parked, then the checkpoints. What is interrupted has not moved the checkpoint, and comes out the same when
 * it is repeated.
 */
export class MongoDbViewStore implements ViewStore {
  readonly #connection: Connection;
  readonly #records: Records;
  readonly #collections: Collections;
  readonly #documents: Documents;
  readonly #parked: ParkedEvents;
  readonly #leases: Leases;
  readonly #active: ActiveGenerations;

  private constructor(options: MongoDbViewStoreOptions) {
    this.#connection = new Connection(options);
    this.#records = new Records(this.#connection);
    this.#collections = new Collections(this.#connection, this.#records);
    this.#documents = new Documents(this.#connection);
    this.#parked = new ParkedEvents(this.#connection);
    this.#leases = new Leases(this.#connection);
    this.#active = new ActiveGenerations(this.#records, this.#connection.timing.remember);
  }

  /**
   * Opens a connection, which is made at the first call: a server that is down is found out by {@link ping}. Rejects with TypeError for
   * what is no URL of MongoDB; that the database holds something else is told by the first call, with ViewStoreIncompatible.
   */
  // eslint-disable-next-line typescript/require-await -- rejects rather than throws
  static async open(options: MongoDbViewStoreOptions): Promise<MongoDbViewStore> {
    return new MongoDbViewStore(options);
  }

  async generations(view: string): Promise<readonly Generation[]> {
    return (await this.#records.list([view])).map(({ generation }) => generation);
  }

  async create(view: View, fence?: bigint): Promise<Generation> {
    this.#connection.ensureWritable();
    await this.#connection.ensureLayout();
    const { generation, shape } = await this.#records.create(view, fence);
    await this.#collections.begin(new Layout(generation, shape));
    return generation;
  }

  async activate(generation: Generation, fence?: bigint): Promise<void> {
    this.#connection.ensureWritable();
    await this.#records.activate(generation, fence);
    this.#active.forget(generation.view);
    await this.#collections.sweep(generation.view);
  }

  async drop(generation: Generation, fence?: bigint): Promise<void> {
    this.#connection.ensureWritable();
    await this.#records.drop(generation, fence);
    await this.#collections.sweep(generation.view);
  }

  async getMany(generation: Generation, keys: readonly string[]): Promise<ReadonlyMap<string, DocWrite>> {
    // Its collection has the same name as long as it is there, so that both can be asked at once.
    const { documents } = new Layout(generation, { fields: [], indexes: [] });
    const [found] = await Promise.all([this.#documents.getMany(documents, keys), this.#records.existing(generation)]);
    return found;
  }

  async commit(commits: readonly ViewCommit[], fence?: bigint): Promise<void> {
    this.#connection.ensureWritable();
    if (commits.length === 0) return;
    const kept = await this.#records.list(commits.map(({ generation }) => generation.view));
    const all = commits.map(commit => this.#prepared(commit, existingIn(kept, commit.generation), fence));
    if (fence !== undefined) {
      const lower = all.filter(one => one.kept.fence < fence);
      await this.#records.raise(
        lower.map(({ commit }) => commit.generation),
        fence,
      );
    }
    await Promise.all(all.map(({ layout }) => this.#collections.ensure(layout)));
    await this.#documents.write(all.map(({ documents }) => documents));
    await this.#parked.write(
      all.map(({ commit, layout }) => ({ collection: layout.parked, changes: commit })),
      fence,
    );
    await this.#records.advance(
      commits.flatMap(({ generation, checkpoint }) => (checkpoint === undefined ? [] : [{ generation, checkpoint }])),
      fence,
    );
  }

  async parked(generation: Generation, options: ParkedQuery): Promise<readonly Parked[]> {
    const { parked } = await this.#layoutOf(generation);
    return this.#parked.list(parked, generation.view, options);
  }

  async parkedKeys(generation: Generation): Promise<ReadonlyMap<string, ParkedTally>> {
    const { parked } = await this.#layoutOf(generation);
    return this.#parked.keys(parked);
  }

  async acquire(wanted: LeaseWanted): Promise<Lease | undefined> {
    this.#connection.ensureWritable();
    return this.#leases.acquire(wanted);
  }

  async release(lease: Pick<Lease, 'name' | 'token'>): Promise<void> {
    this.#connection.ensureWritable();
    await this.#leases.release(lease);
  }

  async leases(): Promise<readonly Lease[]> {
    return this.#leases.list();
  }

  async get<D extends Doc>(view: View<D>, key: string): Promise<StoredDoc<D> | undefined> {
    const found = await this.#look(view, key);
    return found && storedDoc(view, found.kept);
  }

  async getVersion<D extends Doc>(
    view: View<D>,
    key: string,
    known?: DocVersion,
  ): Promise<VersionedDoc<D> | undefined> {
    const found = await this.#look(view, key);
    if (found === undefined) return undefined;
    const version = { generation: found.generation, position: found.kept.p };
    if (version.generation === known?.generation && version.position === known.position) return { version };
    return { version, doc: storedDoc(view, found.kept).doc };
  }

  async find<D extends Doc>(view: View<D>, query: Find): Promise<Page<D>> {
    // What comes after a cursor is read in several calls, of which the later ones find nothing where the documents go in between.
    const mayLack = ({ items, next }: Page<D>) =>
      items.length === 0 || (query.after !== undefined && next === undefined);
    return this.#active.ask(view.name, find(this.#connection, view, query), mayLack);
  }

  async tally(view: View, query: Tally): Promise<readonly TallyGroup[]> {
    return this.#active.ask(view.name, tally(this.#connection, view, query), groups => groups.length === 0);
  }

  async checkpoint(view: string): Promise<Checkpoint | undefined> {
    return (await this.#active.current(view))?.generation.checkpoint;
  }

  async ping(): Promise<void> {
    await this.#connection.ping();
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** A document of the active generation as it is kept; undefined where there is none, or it was removed. */
  async #look({ name }: Pick<View, 'name'>, key: string): Promise<FoundDoc | undefined> {
    const found = await this.#active.ask(
      name,
      async ({ documents, generation }) => {
        if (!isKey(key)) return null;
        const kept = await this.#connection.call(() =>
          this.#connection.collection<KeptDoc>(documents).findOne({ _id: key }, { projection: { p: 1, d: 1 } }),
        );
        return kept && { kept, generation };
      },
      one => one === null,
    );
    return found?.kept.d === undefined ? undefined : found;
  }

  /** Throws StaleCommit or TypeError for what must not be written. */
  #prepared(commit: ViewCommit, kept: KeptGeneration, fence: bigint | undefined): Prepared {
    ensureNotOvertaken(kept, commit, fence);
    const layout = new Layout(kept.generation, kept.shape);
    const isEmpty = kept.generation.checkpoint.position === START;
    const documents = { collection: layout.documents, first: [] as KeptDoc[], others: [] as KeptDoc[] };
    for (const write of newest(commit.writes))
      documents[isEmpty || write.isFirst === true ? 'first' : 'others'].push(writtenOf(commit.view, layout, write));
    return { commit, kept, layout, documents };
  }

  async #layoutOf(generation: Generation): Promise<Layout> {
    const { shape } = await this.#records.existing(generation);
    return new Layout(generation, shape);
  }
}
