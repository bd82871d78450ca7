import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { DocWrite } from '../view-store.js';
import type { Connection } from './connection.js';
import { duplicatesOf } from './failures.js';
import { CHUNK, inParallel, parted, WIDTH } from './parallel.js';
import { isKey, lastWrite, type KeptDoc } from './written.js';

/** Characters in one call, about. */
const CHUNK_TEXT = 4_000_000;
/** Keys asked for in one call. */
const KEYS = 1_000;

/** What is to become of documents of one collection: as far as is known, nothing was ever written under the keys of `first`. */
export interface DocumentWrites {
  readonly collection: string;
  readonly first: readonly KeptDoc[];
  readonly others: readonly KeptDoc[];
}

type Operation = AnyBulkWriteOperation<KeptDoc>;

const insertion = (document: KeptDoc): Operation => ({ insertOne: { document } });
const guarded = ({ _id, ...replacement }: KeptDoc, upsert: boolean): Operation => ({
  replaceOne: { filter: { _id, p: { $lt: replacement.p } }, replacement, upsert },
});

function chunks(all: readonly KeptDoc[]): KeptDoc[][] {
  const found: KeptDoc[][] = [];
  let room = 0;
  for (const one of all) {
    if (found.length === 0 || found.at(-1)!.length === CHUNK || room <= 0) {
      found.push([]);
      room = CHUNK_TEXT;
    }
    found.at(-1)!.push(one);
    room -= one.d?.length ?? 0;
  }
  return found;
}

/** Documents of generations, by key. */
export class Documents {
  constructor(private readonly connection: Connection) {}

  /** What was last written under each key, in the order of the keys. */
  async getMany(collection: string, keys: readonly string[]): Promise<ReadonlyMap<string, DocWrite>> {
    const asked = [...new Set(keys.filter(isKey))];
    const found = new Map<string, DocWrite>();
    await inParallel(
      WIDTH,
      parted(asked, KEYS).map(part => async () => {
        for (const kept of await this.#read(collection, part)) found.set(kept._id, lastWrite(collection, kept));
      }),
    );
    return new Map(asked.flatMap(key => (found.has(key) ? [[key, found.get(key)!] as const] : [])));
  }

  /** Writes documents; what is not newer than what is there is skipped. May be repeated. */
  async write(all: readonly DocumentWrites[]): Promise<void> {
    await inParallel(
      WIDTH,
      all.flatMap(({ collection, first, others }) => [
        ...chunks(first).map(docs => () => this.#insert(collection, docs)),
        ...chunks(others).map(docs => () => this.#upsert(collection, docs)),
      ]),
    );
  }

  #read(collection: string, keys: readonly string[]): Promise<KeptDoc[]> {
    const options = { projection: { p: 1, d: 1 }, batchSize: KEYS };
    return this.connection.call(() =>
      this.#of(collection)
        .find({ _id: { $in: [...keys] } }, options)
        .toArray(),
    );
  }

  async #insert(collection: string, docs: readonly KeptDoc[]): Promise<void> {
    const there = await this.#bulk(collection, docs.map(insertion));
    await this.#replace(
      collection,
      there.map(at => docs[at]!),
    );
  }

  async #upsert(collection: string, docs: readonly KeptDoc[]): Promise<void> {
    const there = await this.#bulk(
      collection,
      docs.map(doc => guarded(doc, true)),
    );
    await this.#replace(
      collection,
      there.map(at => docs[at]!),
    );
  }

  /**
   * What the server refused to insert is there. It is most often as new, but it may be older: where two writers met, or where there was
   * thought to be nothing. So it is written once more where it is older, and otherwise left.
   */
  async #replace(collection: string, docs: readonly KeptDoc[]): Promise<void> {
    if (docs.length === 0) return;
    await this.#bulk(
      collection,
      docs.map(doc => guarded(doc, false)),
    );
  }

  /** The places of those that are there already. */
  #bulk(collection: string, operations: readonly Operation[]): Promise<readonly number[]> {
    return this.connection.call(async () => {
      try {
        await this.#of(collection).bulkWrite(operations, { ordered: false });
        return [];
      } catch (error) {
        return duplicatesOf(error);
      }
    });
  }

  #of(collection: string): Collection<KeptDoc> {
    return this.connection.collection<KeptDoc>(collection);
  }
}
