import { join } from 'node:path';
import { openEventBus } from '@touchstream/event-bus';
import { SqliteEventStore } from '@touchstream/event-store';
import { Relay } from '@touchstream/projections';
import { SqliteViewStore } from '@touchstream/view-store';
import type { OpenSide } from '../framework/side.js';
import { Batches } from '../history/batches.js';
import { History } from '../history/history.js';
import { BenchTopics } from '../system/kafka.js';

export interface RelayOptions {
  readonly folder: string;
  readonly brokers: string;
  /** Events of the whole history, of which each round takes the next ones. */
  readonly events: number;
}

const TIMEOUT = 600_000;

/** The relay as it runs in the projector: feed, translation, Kafka, checkpoint. It is stopped while events are appended. */
export const open = (async ({ folder, brokers, events }: RelayOptions) => {
  const eventStore = await SqliteEventStore.open({ path: join(folder, 'events.db') });
  const viewStore = await SqliteViewStore.open({ path: join(folder, 'views.db') });
  const topics = new BenchTopics(brokers);
  const bus = await openEventBus(topics.url);
  const relay = new Relay({ name: 'bench', eventStore, viewStore, bus });
  const batches = new Batches(new History(events));
  return {
    /** Messages a second, over the next so many events. */
    round: async (count: number): Promise<number> => {
      const piece = batches.take(count);
      await Promise.all(piece.map(one => eventStore.append(one.stream, one.expectedRevision, [one.event])));
      const before = relay.status().published;
      const started = performance.now();
      relay.start();
      await relay.whenCaughtUp({ timeoutMs: TIMEOUT });
      const seconds = (performance.now() - started) / 1000;
      await relay.stop();
      return (relay.status().published - before) / seconds;
    },
    close: async () => {
      await bus.close();
      await topics.remove();
      await eventStore.close();
      await viewStore.close();
    },
  };
}) satisfies OpenSide<RelayOptions, number, number>;
