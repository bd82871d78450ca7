import { setTimeout as pause } from 'node:timers/promises';
import { StaleCommit, type ViewStore } from '@touchstream/view-store';
import type { Life } from '../life/index.js';
import { LeaseLost, Tenure, type LeaseTerms } from './tenure.js';
import { writerAlone, writerUnder, type ViewWriter } from './writer.js';

/** What a loop may use while it is the one that works. */
export interface Held {
  /** Aborts when the loop is stopped, or must leave its work to another. */
  readonly signal: AbortSignal;
  readonly store: ViewWriter;
  /** To be called before each effect outside the view store, which no fence guards. Throws {@link LeaseLost}. */
  readonly ensureHeld: () => void;
}

/** How often one that stands by looks whether the lease is free, in milliseconds; less for a lease that is short itself. */
const LOOK_MS = 1000;
export const lookMs = (ttlMs: number): number => Math.min(LOOK_MS, ttlMs / 3);

export interface LeasedLoop {
  /** Of its lease. */
  readonly name: string;
  readonly store: ViewStore;
  /** Left out for a loop that is alone by other means. */
  readonly lease: LeaseTerms | undefined;
  readonly life: Life;
  readonly work: (held: Held) => Promise<void>;
}

/**
 * One run of a loop that only one process may work in at a time: works while it holds the lease, stands by while another
 * does, until the signal aborts. Losing the lease is no failure: what was not committed is done by the next holder.
 */
export async function underLease(loop: LeasedLoop, signal: AbortSignal): Promise<void> {
  const { name, store, lease, life, work } = loop;
  if (lease === undefined) return work({ signal, store: writerAlone(store), ensureHeld: () => undefined });
  while (!signal.aborted) {
    const tenure = await Tenure.begin(store, name, lease);
    if (tenure !== undefined) await workedOff(loop, tenure, signal);
    if (signal.aborted) return;
    life.enter('standby');
    life.succeeded();
    await pause(lookMs(lease.ttlMs), undefined, { signal }).catch(() => undefined);
  }
}

async function workedOff({ store, life, work }: LeasedLoop, tenure: Tenure, signal: AbortSignal): Promise<void> {
  life.enter('starting');
  try {
    await work({
      signal: AbortSignal.any([signal, tenure.signal]),
      store: writerUnder(tenure.token, store),
      ensureHeld: () => tenure.ensureHeld(),
    });
  } catch (error) {
    if (!(error instanceof StaleCommit || error instanceof LeaseLost)) throw error;
    life.noted(error);
  } finally {
    await tenure.end();
  }
}
