import type { Lease, ViewStore } from '@touchstream/view-store';

/** The time in which a lease could not be prolonged is over; another may hold it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** As whom a loop takes its lease, and when. */
export interface LeaseTerms {
  /** Of this run of this process, and of no other. */
  readonly holder: string;
  /** How long a lease lasts that nobody prolongs, in milliseconds. */
  readonly ttlMs: number;
  /** Whether this process is to have the lease; asked before it is taken and each time it is prolonged. */
  readonly isMine: (name: string) => Promise<boolean>;
}

/** Where a lease is kept. */
export type LeaseStore = Pick<ViewStore, 'acquire' | 'release'>;

/** A lease is prolonged so many times before it would run out. */
const PROLONGED = 3;

/**
 * A lease while it is held. It is prolonged in time; where that fails until it has run out, or another has it, `signal` aborts.
 * Its end is reckoned from the moment it was asked for, by this process's own monotonic clock, so that no jump of a wall
 * clock, here or at the store, makes two holders.
 */
export class Tenure {
  private readonly ending = new AbortController();
  private readonly renewing: NodeJS.Timeout;
  private deadline: NodeJS.Timeout | undefined;
  private renewal: Promise<void> = Promise.resolve();
  private isRenewing = false;

  private constructor(
    private readonly store: LeaseStore,
    private readonly terms: LeaseTerms,
    private readonly lease: Lease,
    private until: number,
  ) {
    this.holdUntil(until);
    this.renewing = setInterval(() => {
      if (!this.isRenewing) this.renewal = this.renew();
    }, terms.ttlMs / PROLONGED);
  }

  /** Takes the lease; undefined where another holds it, or is to have it. */
  static async begin(store: LeaseStore, name: string, terms: LeaseTerms): Promise<Tenure | undefined> {
    if (!(await terms.isMine(name))) return undefined;
    const { holder, ttlMs } = terms;
    const until = performance.now() + ttlMs;
    const lease = await store.acquire({ name, holder, ttlMs });
    return lease && new Tenure(store, terms, lease, until);
  }

  get token(): bigint {
    return this.lease.token;
  }
  /** Aborts when the lease is lost or to be given up. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  /** Before what no fence guards: throws {@link LeaseLost} where the time has run out, also if no timer could tell yet. */
  ensureHeld(): void {
    if (this.signal.aborted || performance.now() >= this.until)
      throw new LeaseLost(`${this.lease.name} could not be prolonged in time`);
  }

  /** Gives the lease up, so that a successor need not wait. */
  async end(): Promise<void> {
    clearInterval(this.renewing);
    clearTimeout(this.deadline);
    this.ending.abort();
    await this.renewal;
    // Where the store fails it runs out by itself.
    await this.store.release(this.lease).catch(() => undefined);
  }

  private holdUntil(until: number): void {
    this.until = until;
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.ending.abort(), Math.max(0, until - performance.now()));
  }

  private async renew(): Promise<void> {
    const { store, lease, terms, ending } = this;
    const { holder, ttlMs, isMine } = terms;
    this.isRenewing = true;
    try {
      const isStillMine = await isMine(lease.name);
      const until = performance.now() + ttlMs;
      const renewed = isStillMine ? await store.acquire({ name: lease.name, holder, ttlMs }) : undefined;
      if (renewed?.token !== lease.token) ending.abort();
      else if (!ending.signal.aborted) this.holdUntil(until);
    } catch {
      // Tried again until the deadline, which holds whatever comes of this.
    } finally {
      this.isRenewing = false;
    }
  }
}
