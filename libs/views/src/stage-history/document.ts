import type { ClosedStatus } from '@touchstream/events';
import { NO_REVISION, type OfAggregate } from '../view/index.js';

/** The time between entering an open stage and leaving it. */
export interface Stay {
  readonly stageId: string;
  /** Rank of the stage in the version of the process that the opportunity follows. */
  readonly order: number;
  readonly enteredAt: string;
  /** Null while the opportunity stands in the stage. */
  readonly exitedAt: string | null;
}

/** One end of an opportunity; there are more where it was reopened. */
export interface Closing {
  readonly outcome: ClosedStatus;
  readonly at: string;
  /** What the deal was worth then, in minor units of its currency. */
  readonly amount: number;
  /** Null where it is still closed. */
  readonly reopenedAt: string | null;
}

/**
 * All stays of an opportunity in the stages of its process: what conversion, time in stage, win rate and sales cycle
 * are computed of (see `measures.ts`). Instants are ISO 8601 in UTC, of the business (when it happened).
 */
export interface StageHistory extends OfAggregate {
  readonly opportunityId: string;
  readonly customerId: string | null;
  readonly ownerId: string | null;
  readonly pipelineId: string;
  /** Fixed at opening; the orders of the stays are those of this version. */
  readonly pipelineVersion: number;
  readonly currency: string;
  /** What the deal is worth now, in minor units. */
  readonly amount: number;
  readonly openedAt: string | null;
  readonly outcome: 'open' | ClosedStatus;
  /** The last closing; null while it is open. */
  readonly closedAt: string | null;
  /** In the order in which they were recorded. */
  readonly stays: readonly Stay[];
  /** When each stage was first entered, by stage. */
  readonly firstEntries: readonly { readonly id: string; readonly order: number; readonly at: string }[];
  /** The highest order of any open stage entered. */
  readonly highestOrder: number;
  /** Moves to a stage of lower order, reopenings not counted. */
  readonly regressions: number;
  readonly closings: readonly Closing[];
}

export const emptyHistory = (opportunityId: string): StageHistory => ({
  opportunityId,
  customerId: null,
  ownerId: null,
  pipelineId: '',
  pipelineVersion: 0,
  currency: '',
  amount: 0,
  openedAt: null,
  outcome: 'open',
  closedAt: null,
  stays: [],
  firstEntries: [],
  highestOrder: 0,
  regressions: 0,
  closings: [],
  revision: NO_REVISION,
});
