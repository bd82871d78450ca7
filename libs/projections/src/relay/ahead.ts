import { setImmediate } from 'node:timers/promises';
import type { EventStore } from '@touchstream/event-store';
import type { StoredEvent } from '@touchstream/events';

type Feed = Pick<EventStore, 'head' | 'readFeed' | 'subscribe'>;

/** Works on the next batch of a feed while the one before is on its way, which is mostly waiting. */
export class Ahead<T> {
  private readonly ready = new WeakMap<readonly StoredEvent[], T>();

  constructor(private readonly work: (events: readonly StoredEvent[]) => Promise<T>) {}

  /** The feed, each batch of which is worked on before it is asked for. */
  around(feed: Feed): Feed {
    return {
      head: () => feed.head(),
      readFeed: options => feed.readFeed(options),
      subscribe: options => this.worked(feed.subscribe(options)),
    };
  }

  /** What was made of a batch of that feed. */
  async take(events: readonly StoredEvent[]): Promise<T> {
    return this.ready.get(events) ?? this.work(events);
  }

  private async *worked(feed: ReturnType<Feed['subscribe']>): ReturnType<Feed['subscribe']> {
    const batches = feed[Symbol.asyncIterator]();
    try {
      for (;;) {
        // Who asks for a batch has one in hand: that one is sent first.
        await setImmediate();
        const { done, value } = await batches.next();
        if (done === true) return;
        this.ready.set(value.events, await this.work(value.events));
        yield value;
      }
    } finally {
      await batches.return?.();
    }
  }
}
