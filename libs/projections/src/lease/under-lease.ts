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
  /** How it writes, where others may write the same beside it and it has no lease. */
  readonly writer?: ViewWriter | undefined;
  readonly life: Life;
  readonly work: (held: Held) => Promise<void>;
}

/**
 * One run of a loop that only one process may work in at a time: works while it holds the lease, stands by while another
 * does, until the signal aborts. Losing the lease is no failure: what was not committed is done by the next holder.
 */
export async function underLease(loop: LeasedLoop, signal: AbortSignal): Promise<void> {
  const { name, store, lease, writer, life, work } = loop;
  const free = { signal, ensureHeld: () => undefined };
  if (writer !== undefined)
    return again(loop, signal, LOOK_MS, () => unlessOvertaken(life, () => work({ ...free, store: writer })));
  if (lease === undefined) return work({ ...free, store: writerAlone(store) });
  return again(loop, signal, lookMs(lease.ttlMs), async () => {
    const tenure = await Tenure.begin(store, name, lease);
    if (tenure !== undefined) await workedOff(loop, tenure, signal);
  });
}

async function again(
  { life }: LeasedLoop,
  signal: AbortSignal,
  everyMs: number,
  attempt: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await attempt();
    if (signal.aborted) return;
    life.enter('standby');
    life.succeeded();
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function workedOff({ store, life, work }: LeasedLoop, tenure: Tenure, signal: AbortSignal): Promise<void> {
  const held = {
    signal: AbortSignal.any([signal, tenure.signal]),
    store: writerUnder(tenure.token, store),
    ensureHeld: () => tenure.ensureHeld(),
  };
  try {
    await unlessOvertaken(life, () => work(held));
  } finally {
    await tenure.end();
  }
}

/** That another has gone on is no failure. */
async function unlessOvertaken(life: Life, work: () => Promise<void>): Promise<void> {
  life.enter('starting');
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StaleCommit || error instanceof LeaseLost)) throw error;
    life.noted(error);
  }
}
