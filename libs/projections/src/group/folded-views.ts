import type { View } from '@touchstream/views';
import type { LifeStatus } from '../life/index.js';
import type { WaitOptions } from '../waiting/conditions.js';
import type { ProjectionGroup } from './projection-group.js';
import type { RetryOutcome } from './retry.js';
import type { ViewStatus } from './status.js';

/** The life of a membership in a group of readers. */
export interface MembershipStatus extends LifeStatus {
  readonly group: string;
}

/** Views that are worked on together. */
export interface Part {
  readonly group: string;
  readonly views: readonly View[];
  /** The loops of this process that fold them. */
  readonly loops: readonly ProjectionGroup[];
  /** What a loop of this process knows of them; empty where none does, or none knows the whole. */
  readonly here: readonly ViewStatus[];
}

/** The views of a projector, or its share of them, however they are divided. */
export interface FoldedViews {
  /** The loops of this process. */
  readonly groups: readonly ProjectionGroup[];
  /** How this process gets its share of them, where that is dealt out by a group of readers. */
  readonly membership: MembershipStatus | undefined;
  start(): void;
  /** Lets the running batches finish, commits them and ends the loops. The stores stay open. */
  stop(): Promise<void>;
  parts(): readonly Part[];
  /** How far this process is, with what it has of each view. */
  here(): readonly ViewStatus[];
  /** Resolves when everything up to the position, by default the newest one, is in the views. As {@link ProjectionGroup.whenCaughtUp}. */
  whenCaughtUp(wait: WaitOptions & { readonly position?: bigint }): Promise<void>;
  /** As {@link ProjectionGroup.rebuild}. RangeError for a view that is none of these. */
  rebuild(viewName: string, wait: WaitOptions): Promise<void>;
  /** As {@link ProjectionGroup.retryParked}, with what this process has of the view. RangeError for a view that is none of these. */
  retryParked(viewName: string, key?: string): Promise<RetryOutcome>;
}
