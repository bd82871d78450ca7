import type { Document } from 'mongodb';
import type { Lease, ViewStore } from '../view-store.js';
import { unlessDuplicate, type Connection } from './connection.js';

const COLLECTION = 'leases';
/** The one document of the collection: there are few leases, and their tokens ascend over all of them. */
const ALL = 'all';

export type LeaseWanted = Parameters<ViewStore['acquire']>[0];

interface KeptLease {
  readonly name: string;
  readonly holder: string;
  readonly token: bigint;
  /** Milliseconds since 1970. */
  readonly expiresAt: bigint;
}
interface KeptLeases {
  readonly _id: string;
  /** The token that was given last. */
  readonly token: bigint;
  readonly held: readonly KeptLease[];
}

const leaseOf = ({ name, holder, token, expiresAt }: KeptLease): Lease => ({
  name,
  holder,
  token,
  expiresAt: new Date(Number(expiresAt)).toISOString(),
});

const NOW = { $toLong: '$$NOW' };
const RUNNING = { $gt: ['$$one.expiresAt', NOW] };

/** The leases, by the clock of the server. */
export class Leases {
  constructor(private readonly connection: Connection) {}

  /** Throws RangeError for a lease that lasts no time. */
  async acquire(wanted: LeaseWanted): Promise<Lease | undefined> {
    if (!(wanted.ttlMs >= 1)) throw new RangeError('a lease lasts 1 ms or longer');
    const change = taking(wanted);
    const options = { upsert: true, returnDocument: 'after' } as const;
    const acquire = () => this.leases.findOneAndUpdate({ _id: ALL }, change, options);
    // Of two that take the first lease of all at once, the second finds the document there.
    const all = await this.connection.call(async () => (await acquire().catch(unlessDuplicate)) ?? acquire());
    const lease = all!.held.find(({ name, holder }) => name === wanted.name && holder === wanted.holder);
    return lease && leaseOf(lease);
  }

  async release({ name, token }: Pick<Lease, 'name' | 'token'>): Promise<void> {
    const change = { $pull: { held: { name, token } } } as Document;
    await this.connection.call(() => this.leases.updateOne({ _id: ALL }, change));
  }

  /** Those that have not expired. */
  async list(): Promise<readonly Lease[]> {
    const running = { $filter: { input: '$held', as: 'one', cond: RUNNING } };
    const [all] = await this.connection.call(() =>
      this.leases
        .aggregate<Pick<KeptLeases, 'held'>>([{ $match: { _id: ALL } }, { $project: { held: running } }])
        .toArray(),
    );
    const held = (all?.held ?? []).map(leaseOf);
    return held.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  }

  private get leases() {
    return this.connection.collection<KeptLeases>(COLLECTION);
  }
}

/** One atomic step: the expired are forgotten; the holder's own is prolonged, a free one taken, another's left. */
function taking({ name, holder, ttlMs }: LeaseWanted): Document[] {
  const wanted = { $literal: { name, holder } };
  const isNamed = { $eq: ['$$one.name', { $literal: name }] };
  const isOwn = { $and: [isNamed, { $eq: ['$$one.holder', { $literal: holder }] }] };
  const until = { expiresAt: { $add: [NOW, BigInt(Math.floor(ttlMs))] } };
  const kept = { $filter: { input: { $ifNull: ['$held', []] }, as: 'one', cond: { $or: [RUNNING, isOwn] } } };
  const prolonged = {
    $map: { input: '$held', as: 'one', in: { $cond: [isOwn, { $mergeObjects: ['$$one', until] }, '$$one'] } },
  };
  const isFree = { $not: [{ $in: [{ $literal: name }, { $map: { input: '$held', as: 'one', in: '$$one.name' } }] }] };
  return [
    { $set: { held: kept, token: { $ifNull: ['$token', 0n] } } },
    { $set: { token: { $cond: [isFree, { $add: ['$token', 1n] }, '$token'] }, isFree } },
    {
      $set: {
        held: {
          $cond: [
            '$isFree',
            { $concatArrays: ['$held', [{ $mergeObjects: [wanted, { token: '$token' }, until] }]] },
            prolonged,
          ],
        },
      },
    },
    { $unset: 'isFree' },
  ];
}
