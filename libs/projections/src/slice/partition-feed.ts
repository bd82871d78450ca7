import type { PartitionRecord } from '@touchstream/event-bus';
import type { EventStore, FeedBatch, ReadFeed } from '@touchstream/event-store';
import type { StoredEvent } from '@touchstream/events';
import { FeedEnded } from '../life/index.js';
import { recordOf, type EventRecord, type Mark } from './records.js';

interface Offer {
  readonly records: readonly PartitionRecord[];
  readonly done: () => void;
}

const positionOf = (record: EventRecord): bigint => ('stored' in record ? record.stored.position : record.position);

/** What has come since the last mark, each event once. */
class Run {
  private readonly events = new Map<bigint, EventRecord>();

  add(record: EventRecord): void {
    this.events.set(positionOf(record), record);
  }

  /** The events that the mark speaks of and that lie beyond `at`, in order. Throws {@link FeedEnded} where one is missing. */
  upTo({ after, position, count }: Mark, at: bigint): readonly EventRecord[] {
    const told = [...this.events].filter(([one]) => one > after && one <= position);
    for (const one of this.events.keys()) if (one <= position) this.events.delete(one);
    if (position <= at) return [];
    if (after > at || told.length !== count) throw new FeedEnded(`events are missing between ${at} and ${position}`);
    const news = told.filter(([one]) => one > at).sort(([one], [other]) => (one < other ? -1 : 1));
    return news.map(([, record]) => record);
  }
}

/**
 * The feed of a slice, made of the records of its partition. Records come at least once, now and then again, and some may be missing: of
 * before the member joined, or too old to be kept. Marks show that; the subscription then throws {@link FeedEnded}, and
 * who opens it anew has read the events from their store meanwhile.
 */
export class PartitionFeed {
  private offer: Offer | undefined;
  private news: (() => void) | undefined;

  constructor(private readonly eventStore: Pick<EventStore, 'readStream'>) {}

  /** Offers records to who subscribes. Resolves when they have been taken, or the signal aborts. */
  take(records: readonly PartitionRecord[], signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const offer = { records, done: resolve };
      const withdraw = () => {
        if (this.offer === offer) this.offer = undefined;
        resolve();
      };
      this.offer = offer;
      signal.addEventListener('abort', withdraw);
      if (signal.aborted) withdraw();
      this.news?.();
    });
  }

  async *subscribe({ after, limit, signal }: ReadFeed & { readonly signal: AbortSignal }): AsyncGenerator<FeedBatch> {
    const run = new Run();
    const wake = () => this.news?.();
    signal.addEventListener('abort', wake);
    try {
      for (let at = after; ;) {
        const offer = await this.next(signal);
        if (offer === undefined) return;
        for await (const batch of this.batches(offer, run, { after: at, limit })) {
          yield batch;
          at = batch.position;
        }
        if (this.offer === offer) this.offer = undefined;
        offer.done();
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  private async *batches(offered: Offer, run: Run, { after, limit }: ReadFeed): AsyncGenerator<FeedBatch> {
    let position = after;
    let events: StoredEvent[] = [];
    for (const record of offered.records.map(recordOf)) {
      if (record === undefined) continue;
      if (!('after' in record)) {
        run.add(record);
        continue;
      }
      for (const one of run.upTo(record, position)) events.push(await this.stored(one));
      if (record.position > position) ({ position } = record);
      if (events.length < limit) continue;
      yield { events, position, caughtUp: false };
      events = [];
    }
    if (position > after) yield { events, position, caughtUp: true };
  }

  private async stored(record: EventRecord): Promise<StoredEvent> {
    if ('stored' in record) return record.stored;
    const { stream, revision, position } = record;
    const [found] = await this.eventStore.readStream(stream, { direction: 'forwards', from: revision, limit: 1 });
    if (found?.position !== position) throw new Error(`the event at ${position} is not at ${stream}@${revision}`);
    return found;
  }

  private async next(signal: AbortSignal): Promise<Offer | undefined> {
    while (!signal.aborted && this.offer === undefined)
      await new Promise<void>(resolve => {
        this.news = resolve;
      });
    this.news = undefined;
    return signal.aborted ? undefined : this.offer;
  }
}
