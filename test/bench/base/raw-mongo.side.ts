import { MongoClient, type AnyBulkWriteOperation, type Collection } from 'mongodb';
import { tokens } from '@touchstream/view-store';
import { evolveDoc, views, type Doc, type Fields, type View } from '@touchstream/views';
import type { OpenSide } from '../framework/side.js';
import { Batches, envelopeOf } from '../history/batches.js';
import { History } from '../history/history.js';

export interface RawMongoOptions {
  readonly url: string;
  readonly events: number;
  /** Events in a batch. */
  readonly batch: number;
}

interface Kept {
  readonly _id: string;
  readonly p: bigint;
  readonly t?: readonly string[];
  readonly l?: readonly string[];
}
/** One document to write; its JSON is made when it is. */
interface Write {
  readonly doc: Doc | null;
  readonly kept: Kept;
  readonly isNew: boolean;
}

const valueOf = (value: Fields[string] | undefined) =>
  typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : (value ?? null);

/** One view's documents in a collection of their own, with the indexes that the view declares. */
class RawView {
  readonly #fields: readonly string[];
  readonly #known = new Map<string, Doc>();

  constructor(
    readonly view: View,
    private readonly collection: Collection<Kept>,
  ) {
    this.#fields = [...new Set(view.indexes.flatMap(({ fields }) => fields))];
  }

  async createIndexes(): Promise<void> {
    const sets = new Map(this.view.indexes.map(({ fields }) => [fields.join(), fields]));
    const declared = [...sets.values()].map(fields => ({
      key: Object.fromEntries([...fields.map(field => [`f${this.#fields.indexOf(field)}`, 1] as const), ['_id', 1]]),
    }));
    await this.collection.createIndexes([...declared, { key: { t: 1 } }, { key: { l: 1 } }]);
  }

  doc(key: string): Doc | null {
    return this.#known.get(key) ?? null;
  }

  write(key: string, position: bigint, doc: Doc | null): Write {
    const isNew = !this.#known.has(key);
    if (doc === null) {
      this.#known.delete(key);
      return { doc, kept: { _id: key, p: position }, isNew };
    }
    this.#known.set(key, doc);
    const { fields = {}, lookups = {}, text = [] } = this.view.index(doc);
    const t = tokens(text);
    const l = Object.entries(lookups).flatMap(([name, all]) => all.map(value => `${name}:${value}`));
    const kept = {
      _id: key,
      p: position,
      ...Object.fromEntries(this.#fields.map((field, at) => [`f${at}`, valueOf(fields[field])])),
      ...(t.length > 0 && { t }),
      ...(l.length > 0 && { l }),
    };
    return { doc, kept, isNew };
  }

  async run(writes: readonly Write[]): Promise<void> {
    if (writes.length > 0) await this.collection.bulkWrite(writes.map(operation), { ordered: false });
  }
}

function operation({ doc, kept, isNew }: Write): AnyBulkWriteOperation<Kept> {
  const { _id } = kept;
  if (doc === null) return { deleteOne: { filter: { _id } } };
  const document = { ...kept, d: JSON.stringify(doc) };
  return isNew ? { insertOne: { document } } : { replaceOne: { filter: { _id }, replacement: document } };
}

/**
 * The base of the projector on MongoDB: the same final documents, written batch by batch with as many calls as there are views, side
 * by side. What they are, what they are found by, and which of them are new has been worked out before the clock starts; nothing is
 * guarded or remembered.
 */
export const open = (async ({ url, events, batch: size }: RawMongoOptions) => {
  const client = new MongoClient(url, { writeConcern: { w: 'majority' }, retryWrites: false, maxPoolSize: 32 });
  const collections = views.map(view => new RawView(view, client.db().collection<Kept>(view.name)));
  await Promise.all(collections.map(one => one.createIndexes()));
  const batches = new Batches(new History(events));
  let position = -1n;

  const writesOf = (piece: ReturnType<Batches['take']>): readonly (readonly Write[])[] => {
    const docs = collections.map(() => new Map<string, Doc | null>());
    for (const one of piece) {
      const event = envelopeOf(one, (position += 1n));
      for (const [at, { view }] of collections.entries()) {
        if (view.on[event.type] === undefined) continue;
        const changed = docs[at]!;
        for (const key of view.keys(event)) {
          const before = changed.has(key) ? changed.get(key)! : collections[at]!.doc(key);
          changed.set(key, evolveDoc(view, before, event, key));
        }
      }
    }
    return collections.map((one, at) => Array.from(docs[at]!, ([key, doc]) => one.write(key, position, doc)));
  };
  return {
    /** Seconds to write what the next so many events come to. */
    round: async (count: number): Promise<number> => {
      const all = Array.from({ length: Math.ceil(count / size) }, (_, at) =>
        writesOf(batches.take(Math.min(size, count - at * size))),
      );
      const started = performance.now();
      for (const writes of all) await Promise.all(collections.map((one, at) => one.run(writes[at]!)));
      return (performance.now() - started) / 1000;
    },
    close: () => client.close(),
  };
}) satisfies OpenSide<RawMongoOptions, number, number>;
