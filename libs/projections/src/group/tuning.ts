import type { Backoff } from '../life/index.js';

/** How much a group takes at a time. Each bound trades speed against memory and against how long the process is busy. */
export interface Tuning {
  /** Events per batch when live; each batch is a commit. 1 to 10,000. */
  readonly liveBatch: number;
  /** Events per read while catching up or building anew. 1 to 10,000. */
  readonly catchUpBatch: number;
  /** While catching up, a commit is made when so many documents of a view have changed … */
  readonly commitDocuments: number;
  /** … or, as far as can be told from the commit before, it would take so many milliseconds … */
  readonly commitMs: number;
  /** … or so many events have been read since the last one. */
  readonly commitEvents: number;
  /** A new generation is folded document by document, from so many events at a time; so many are folded again after a crash. */
  readonly stretchEvents: number;
  /** Documents kept in memory per view across batches. */
  readonly keepDocuments: number;
  /** How often an idle loop shows that it lives and looks at the head of the feed, in milliseconds. */
  readonly tickMs: number;
  readonly backoff: Backoff;
}

export const defaultTuning: Tuning = {
  liveBatch: 500,
  catchUpBatch: 200,
  commitDocuments: 200,
  commitMs: 500,
  commitEvents: 20_000,
  stretchEvents: 1_000_000,
  keepDocuments: 1000,
  tickMs: 1000,
  backoff: { firstMs: 50, mostMs: 30_000 },
};
