import type { AnyBulkWriteOperation, Document } from 'mongodb';
import type { Commit, Parked, ParkedTally } from '../view-store.js';
import type { Connection } from './connection.js';
import { duplicatesOf } from './failures.js';
import { CHUNK, inParallel, parted, WIDTH } from './parallel.js';

/**
 * A parked event as it is kept; `gone` once it was folded in. It then stays, so that a writer who lost the lease and comes late does not
 * park it again: what is folded is told by a position, what is parked only by the token.
 */
interface KeptEvent extends Document {
  readonly _id: string;
  readonly k: string;
  readonly p: bigint;
  /** The token it was written under. */
  readonly fence: bigint;
  readonly gone?: boolean;
  readonly event?: Omit<Parked, 'view' | 'key' | 'position'>;
}

export interface ParkedQuery {
  readonly key?: string;
  readonly after?: bigint;
  readonly limit: number;
}

/** What is to be parked, and what to be forgotten, in one collection. */
export interface ParkedWrites {
  readonly collection: string;
  readonly changes: Pick<Commit, 'park' | 'unpark'>;
}

type Place = Pick<Parked, 'key' | 'position'>;

const idOf = ({ key, position }: Place) => `${position}:${key}`;

const parkedOf = (view: string, { k, p, event }: KeptEvent): Parked => ({ view, key: k, position: p, ...event! });

const written = (place: Place, fence: bigint, what: Pick<KeptEvent, 'gone' | 'event'>): KeptEvent => ({
  _id: idOf(place),
  k: place.key,
  p: place.position,
  fence,
  ...what,
});

type Operation = AnyBulkWriteOperation<KeptEvent>;

/** Takes the place of what is there, unless that was written under a later lease. */
const put = ({ _id, ...event }: KeptEvent, fence: bigint | undefined): Operation => ({
  replaceOne: {
    filter: { _id, ...(fence !== undefined && { fence: { $lte: fence } }) },
    replacement: event,
    upsert: true,
  },
});

/** Leaves what is there as it is, under the later token. */
const putIfNone = ({ _id, fence, ...event }: KeptEvent): Operation => ({
  updateOne: { filter: { _id }, update: { $setOnInsert: event, $max: { fence } }, upsert: true },
});

function operationsOf({ park = [], unpark = [] }: Pick<Commit, 'park' | 'unpark'>, fence?: bigint): Operation[] {
  const token = fence ?? 0n;
  const operations = new Map(unpark.map(place => [idOf(place), put(written(place, token, { gone: true }), fence)]));
  for (const { view: _, key, position, ...event } of park) {
    const kept = written({ key, position }, token, { event });
    operations.set(kept._id, operations.has(kept._id) ? put(kept, fence) : putIfNone(kept));
  }
  return [...operations.values()];
}

/** The parked events of generations. */
export class ParkedEvents {
  constructor(private readonly connection: Connection) {}

  /** Parks and forgets; leaves alone what was written under a later lease. May be repeated. */
  async write(all: readonly ParkedWrites[], fence: bigint | undefined): Promise<void> {
    await inParallel(
      WIDTH,
      all.flatMap(({ collection, changes }) =>
        parted(operationsOf(changes, fence), CHUNK).map(operations => () => this.#write(collection, operations)),
      ),
    );
  }

  async #write(collection: string, operations: readonly Operation[]): Promise<void> {
    await this.connection.call(async () => {
      await this.#of(collection).bulkWrite(operations, { ordered: false }).catch(duplicatesOf);
    });
  }

  /** In order of position. The entries of one position stay together, so that the next page can begin after it. */
  async list(collection: string, view: string, { key, after, limit }: ParkedQuery): Promise<readonly Parked[]> {
    const filter = { ...(key !== undefined && { k: key }), gone: { $exists: false } };
    const page = await this.#read(collection, { ...filter, ...(after !== undefined && { p: { $gt: after } }) }, limit);
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return page.map(one => parkedOf(view, one));
    const rest = await this.#read(collection, {
      ...filter,
      p: last.p,
      ...(key === undefined && { k: { $gt: last.k } }),
    });
    return [...page, ...(key === undefined ? rest : [])].map(one => parkedOf(view, one));
  }

  async keys(collection: string): Promise<ReadonlyMap<string, ParkedTally>> {
    const groups = await this.connection.call(() =>
      this.#of(collection)
        .aggregate<ParkedTally & { readonly _id: string }>([
          { $match: { gone: { $exists: false } } },
          { $group: { _id: '$k', count: { $sum: 1 }, oldest: { $min: '$event.parkedAt' }, first: { $min: '$p' } } },
        ])
        .toArray(),
    );
    return new Map(groups.map(({ _id, ...tally }) => [_id, tally]));
  }

  #read(collection: string, filter: Document, limit = 0): Promise<KeptEvent[]> {
    return this.connection.call(() => this.#of(collection).find(filter, { limit }).sort({ p: 1, k: 1 }).toArray());
  }

  #of(collection: string) {
    return this.connection.collection<KeptEvent>(collection);
  }
}
