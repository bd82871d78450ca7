import type { AnyBulkWriteOperation, Document } from 'mongodb';
import type { Commit, Parked } from '../view-store.js';
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

function eventsOf({ park = [], unpark = [] }: Pick<Commit, 'park' | 'unpark'>, fence: bigint): readonly KeptEvent[] {
  const events = new Map(unpark.map(place => [idOf(place), written(place, fence, { gone: true })]));
  for (const { view: _, key, position, ...event } of park)
    events.set(idOf({ key, position }), written({ key, position }, fence, { event }));
  return [...events.values()];
}

/** The parked events of generations. */
export class ParkedEvents {
  constructor(private readonly connection: Connection) {}

  /** Parks and forgets; leaves alone what was written under a later lease. May be repeated. */
  async write(all: readonly ParkedWrites[], fence: bigint | undefined): Promise<void> {
    await inParallel(
      WIDTH,
      all.flatMap(({ collection, changes }) =>
        parted(eventsOf(changes, fence ?? 0n), CHUNK).map(events => () => this.#write(collection, events, fence)),
      ),
    );
  }

  async #write(collection: string, events: readonly KeptEvent[], fence: bigint | undefined): Promise<void> {
    const guard = fence === undefined ? {} : { fence: { $lte: fence } };
    const operations = events.map(({ _id, ...event }): AnyBulkWriteOperation<KeptEvent> => ({
      replaceOne: { filter: { _id, ...guard }, replacement: event, upsert: true },
    }));
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

  async keys(collection: string): Promise<ReadonlyMap<string, { readonly count: number; readonly oldest: string }>> {
    const groups = await this.connection.call(() =>
      this.#of(collection)
        .aggregate<{ _id: string; count: number; oldest: string }>([
          { $match: { gone: { $exists: false } } },
          { $group: { _id: '$k', count: { $sum: 1 }, oldest: { $min: '$event.parkedAt' } } },
        ])
        .toArray(),
    );
    return new Map(groups.map(({ _id, count, oldest }) => [_id, { count, oldest }]));
  }

  #read(collection: string, filter: Document, limit = 0): Promise<KeptEvent[]> {
    return this.connection.call(() => this.#of(collection).find(filter, { limit }).sort({ p: 1, k: 1 }).toArray());
  }

  #of(collection: string) {
    return this.connection.collection<KeptEvent>(collection);
  }
}
