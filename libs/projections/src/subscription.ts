import type { FeedBatch } from '@touchstream/event-store';
import { FeedEnded } from './life/index.js';

/** A subscription that can be asked without waiting. One batch is fetched ahead, no more. */
export class Subscription {
  private readonly batches: AsyncIterator<FeedBatch>;
  private arrived: { readonly batch: FeedBatch } | { readonly error: unknown } | undefined;

  constructor(
    feed: AsyncIterable<FeedBatch>,
    /** Called when there is something to take. */
    private readonly onArrival: () => void,
  ) {
    this.batches = feed[Symbol.asyncIterator]();
    void this.fetch();
  }

  /** The batch that has arrived, if one has. Throws what the feed threw, {@link FeedEnded} where it just ended. */
  take(): FeedBatch | undefined {
    const { arrived } = this;
    if (arrived === undefined) return undefined;
    if ('error' in arrived) throw arrived.error;
    this.arrived = undefined;
    void this.fetch();
    return arrived.batch;
  }

  /** Ends the subscription; the signal it was made with must have been aborted, or no batch be awaited. */
  async close(): Promise<void> {
    await this.batches.return?.();
  }

  private async fetch(): Promise<void> {
    try {
      const { done, value } = await this.batches.next();
      this.arrived = done === true ? { error: new FeedEnded('the subscription ended') } : { batch: value };
    } catch (error) {
      this.arrived = { error };
    }
    this.onArrival();
  }
}
