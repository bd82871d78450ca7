import type { Lease, ViewStore } from '@touchstream/view-store';
import type { LeaseTerms } from './tenure.js';
import { lookMs } from './under-lease.js';

export interface DealingOptions {
  readonly store: Pick<ViewStore, 'acquire' | 'release' | 'leases'>;
  readonly holder: string;
  readonly ttlMs: number;
  /** Who is dealt the same pieces; names the leases by which its members show that they live. */
  readonly circle: string;
  /** The leases that are dealt, in the same order at each member. */
  readonly pieces: readonly string[];
}

/**
 * Deals pieces of work out among the processes that live, in turn: each has its share, give or take one. Whoever looks sees
 * the same members in the same order (of their arrival) and comes to the same deal, so nobody has to be asked. It only says who
 * is to have a lease; that one alone has it is the lease's own doing, also while members see different ones.
 *
 * There is no loop in it: those who ask keep it going. A process in which nothing asks any more is not counted any more.
 */
export class Dealing {
  private share: Promise<ReadonlySet<string>> | undefined;
  private lookedAt = -Infinity;
  private presence: Lease | undefined;

  constructor(private readonly options: DealingOptions) {}

  /** For the loops of this process that work on the pieces. */
  get terms(): LeaseTerms {
    const { holder, ttlMs } = this.options;
    return { holder, ttlMs, isMine: this.isMine };
  }

  /** Whether this process is to have the lease. Rejects with what the store throws. */
  readonly isMine = async (piece: string): Promise<boolean> => (await this.current()).has(piece);

  /** Leaves its share to the others; to be called when nothing asks any more. */
  async leave(): Promise<void> {
    await this.share?.catch(() => undefined);
    if (this.presence !== undefined) await this.options.store.release(this.presence);
  }

  /** As of the last look, or of a new one where that is old. */
  private current(): Promise<ReadonlySet<string>> {
    const isOld = performance.now() - this.lookedAt >= lookMs(this.options.ttlMs) / 2;
    if (!isOld && this.share !== undefined) return this.share;
    this.lookedAt = performance.now();
    this.share = this.look().catch((error: unknown) => {
      this.lookedAt = -Infinity;
      throw error;
    });
    return this.share;
  }

  private async look(): Promise<ReadonlySet<string>> {
    const { store, circle, holder, ttlMs, pieces } = this.options;
    const prefix = `${circle}/`;
    this.presence = await store.acquire({ name: prefix + holder, holder, ttlMs });
    const members = (await store.leases())
      .filter(({ name }) => name.startsWith(prefix))
      .sort((one, other) => (one.token < other.token ? -1 : 1))
      .map(lease => lease.holder);
    return new Set(pieces.filter((_, index) => members[index % members.length] === holder));
  }
}
