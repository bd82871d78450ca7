import { EventStoreFenced, EventStoreIncompatible } from '@touchstream/event-store';
import { StaleCommit, ViewStoreIncompatible } from '@touchstream/view-store';

/**
 * The event store ends before the position that has been folded: events that were answered for are gone (a restored
 * backup, a failover that lost its tail). What was made of them cannot be trusted; someone must look.
 */
export class FeedWentBackwards extends Error {
  override readonly name = 'FeedWentBackwards';
  constructor(
    readonly head: bigint,
    readonly position: bigint,
  ) {
    super(`the feed ends at ${head}, before position ${position} that was read already`);
  }
}

/** The loop is stopped or failed; what was asked of it will not come. */
export class LoopStopped extends Error {
  override readonly name = 'LoopStopped';
}

/** Another process has the lease of the loop, or nobody yet; what was asked is to be asked there. */
export class StandingBy extends Error {
  override readonly name = 'StandingBy';
}

/** The subscription to the feed ended by itself. */
export class FeedEnded extends Error {
  override readonly name = 'FeedEnded';
}

const fatal = [
  StaleCommit,
  FeedWentBackwards,
  EventStoreFenced,
  EventStoreIncompatible,
  ViewStoreIncompatible,
] as const;

/** Whether trying again could do harm or cannot help. Everything else may pass: it is tried again for ever. */
export const isFatal = (error: unknown): boolean => fatal.some(type => error instanceof type);
