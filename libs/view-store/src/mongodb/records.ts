import type { AnyBulkWriteOperation, Document } from 'mongodb';
import type { View } from '@touchstream/views';
import { shapeOf, type Shape } from '../query/index.js';
import { StaleCommit, type Checkpoint, type Commit, type Generation } from '../view-store.js';
import { RECORDS, unlessDuplicate, type Connection } from './connection.js';

/** Before the first event of the feed. */
export const START = -1n;

interface Entry {
  readonly number: number;
  readonly version: number;
  readonly position: bigint;
  readonly recordedAt?: string | null;
  /** The greatest token it was written under. */
  readonly fence: bigint;
  readonly shape: Shape;
}

/** All about the generations of one view in one document, so that each change of it is atomic. */
interface ViewRecord {
  readonly _id: string;
  /** The number that was given last. */
  readonly last: number;
  readonly active: number | null;
  readonly generations: readonly Entry[];
}

/** A generation with what it was made for and the greatest token it was given. */
export interface KeptGeneration {
  readonly generation: Generation;
  readonly fence: bigint;
  readonly shape: Shape;
}

/** Where a commit takes a generation. */
export interface Advance {
  readonly generation: Named;
  readonly checkpoint: Checkpoint;
}

type Named = Pick<Generation, 'view' | 'number'>;

function keptIn({ _id, active, generations }: ViewRecord): KeptGeneration[] {
  return generations.map(({ number, version, position, recordedAt, fence, shape }) => ({
    generation: {
      view: _id,
      number,
      version,
      active: number === active,
      checkpoint: { position, ...(typeof recordedAt === 'string' && { recordedAt }) },
    },
    fence,
    shape,
  }));
}

const gone = ({ view, number }: Named) => new StaleCommit(`generation ${number} of ${view} is gone`);
const overtaken = ({ view, number }: Named) =>
  new StaleCommit(`generation ${number} of ${view} has been written under a later lease, or has gone on`);

const notLater = (fence: bigint | undefined) => fence !== undefined && { fence: { $lte: fence } };

/** The generation as long as it is there and no later token was given. */
const holding = ({ view, number }: Named, more: Document): Document => ({
  _id: view,
  generations: { $elemMatch: { number, ...more } },
});

/** The generations in a list that are the one, or as much newer as it takes. */
const numbered = (operator: '$eq' | '$gte', number: number): Document => ({ [operator]: ['$$one.number', number] });

/** The records of views: which generations there are, which one is read, how far each is. */
export class Records {
  constructor(private readonly connection: Connection) {}

  /** The generations of the views that have not been dropped, oldest first. */
  async list(views: readonly string[]): Promise<readonly KeptGeneration[]> {
    const records = await this.connection.call(() => this.records.find({ _id: { $in: [...views] } }).toArray());
    return records.flatMap(keptIn);
  }

  /** Throws {@link StaleCommit} where it is gone: another projector has replaced it. */
  async existing(named: Named): Promise<KeptGeneration> {
    return existingIn(await this.list([named.view]), named);
  }

  /** The generation that readers see. */
  async active(view: string): Promise<KeptGeneration | undefined> {
    return (await this.list([view])).find(({ generation }) => generation.active);
  }

  async create(view: View, fence = 0n): Promise<KeptGeneration> {
    const entry: Omit<Entry, 'number'> = { version: view.version, position: START, fence, shape: shapeOf(view) };
    const change = [
      { $set: { last: { $add: [{ $ifNull: ['$last', 0] }, 1] }, active: { $ifNull: ['$active', null] } } },
      {
        $set: {
          generations: {
            $concatArrays: [
              { $ifNull: ['$generations', []] },
              [{ $mergeObjects: [{ number: '$last' }, { $literal: entry }] }],
            ],
          },
        },
      },
    ];
    const options = { upsert: true, returnDocument: 'after' } as const;
    const create = () => this.records.findOneAndUpdate({ _id: view.name }, change, options);
    // Of two that make the first one at once, the second finds the record there.
    const record = await this.connection.call(async () => (await create().catch(unlessDuplicate)) ?? create());
    return keptIn(record!).at(-1)!;
  }

  /** Makes it the active one; the older ones, of which one may have been that, are dropped. */
  async activate(named: Named, fence: bigint | undefined): Promise<void> {
    const { number } = named;
    const raised = { $cond: [numbered('$eq', number), { fence: fence ?? '$$one.fence' }, {}] };
    const newer = { $filter: { input: '$generations', as: 'one', cond: numbered('$gte', number) } };
    const generations = { $map: { input: newer, as: 'one', in: { $mergeObjects: ['$$one', raised] } } };
    const { matchedCount } = await this.connection.call(() =>
      this.records.updateOne(holding(named, { ...notLater(fence) }), [{ $set: { active: number, generations } }]),
    );
    if (matchedCount === 0) throw overtaken(existingIn(await this.list([named.view]), named).generation);
  }

  /** Nothing happens where it is gone; throws an Error where it is the active one. */
  async drop(named: Named, fence: bigint | undefined): Promise<void> {
    const { view, number } = named;
    const filter = { ...holding(named, { ...notLater(fence) }), active: { $ne: number } };
    const change = { $pull: { generations: { number } } } as Document;
    const { matchedCount } = await this.connection.call(() => this.records.updateOne(filter, change));
    if (matchedCount > 0) return;
    const kept = (await this.list([view])).find(({ generation }) => generation.number === number);
    if (kept === undefined) return;
    if (fence !== undefined && kept.fence > fence) throw overtaken(named);
    if (kept.generation.active) throw new Error(`generation ${number} of ${view} is the one in use`);
    throw overtaken(named);
  }

  /** Keeps the token in each; throws {@link StaleCommit} where a greater one has been given. */
  async raise(all: readonly Named[], fence: bigint): Promise<void> {
    await this.#change(all, named => ({
      updateOne: {
        filter: holding(named, { ...notLater(fence) }),
        update: { $set: { 'generations.$.fence': fence } },
      },
    }));
  }

  /** Moves the checkpoints; throws {@link StaleCommit} where one is further, or a greater token has been given. */
  async advance(all: readonly Advance[], fence: bigint | undefined): Promise<void> {
    await this.#change(all, ({ generation, checkpoint: { position, recordedAt = null } }) => ({
      updateOne: {
        filter: holding(generation, { position: { $lte: position }, ...notLater(fence) }),
        update: { $set: { 'generations.$.position': position, 'generations.$.recordedAt': recordedAt } },
      },
    }));
  }

  async #change<T>(all: readonly T[], change: (one: T) => AnyBulkWriteOperation<ViewRecord>): Promise<void> {
    if (all.length === 0) return;
    const changes = all.map(change);
    const { matchedCount } = await this.connection.call(() => this.records.bulkWrite(changes, { ordered: false }));
    if (matchedCount < all.length) throw new StaleCommit('a later lease, or a commit that is further, has gone on');
  }

  private get records() {
    return this.connection.collection<ViewRecord>(RECORDS);
  }
}

/** Throws {@link StaleCommit} where it is gone. */
export function existingIn(kept: readonly KeptGeneration[], named: Named): KeptGeneration {
  const found = kept.find(({ generation }) => generation.view === named.view && generation.number === named.number);
  if (found === undefined) throw gone(named);
  return found;
}

/** Throws {@link StaleCommit} where the generation is further than the commit, or was written under a later lease. */
export function ensureNotOvertaken(
  { generation, fence: stored }: KeptGeneration,
  commit: Pick<Commit, 'checkpoint'>,
  fence: bigint | undefined,
): void {
  const { position } = commit.checkpoint ?? generation.checkpoint;
  const { view, checkpoint } = generation;
  if (fence !== undefined && fence < stored) throw overtaken(generation);
  if (position < checkpoint.position)
    throw new StaleCommit(`${view} is at position ${checkpoint.position}, the commit only at ${position}`);
}
