import type { PartitionedTopic, PartitionMessage } from '@touchstream/event-bus';
import { START, type EventStore } from '@touchstream/event-store';
import type { StoredEvent } from '@touchstream/events';
import type { ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { FeedConsumer, type ConsumerTuning, type Run } from '../consumer/index.js';
import type { LeaseTerms } from '../lease/index.js';
import type { StateChange } from '../life/index.js';
import { eventRecord, markRecord } from './records.js';
import { routeOf } from './route.js';

export interface PartitionRelayOptions {
  /** Names its checkpoint and its lease. */
  readonly name: string;
  readonly views: readonly View[];
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  readonly topic: PartitionedTopic;
  readonly lease?: LeaseTerms;
  readonly onState?: (change: StateChange & { readonly loop: string }) => void;
  readonly tuning?: Partial<ConsumerTuning>;
}

/**
 * Publishes the stored events to the partitions of the slices that they concern, and to each partition a mark of how far it has been
 * told. It begins at the end of the feed: what was before is read from the event store.
 */
export function createPartitionRelay(options: PartitionRelayOptions): FeedConsumer {
  const { name, views, eventStore, viewStore, topic, lease, onState, tuning } = options;
  const route = routeOf(views, topic.partitions);
  /** Up to where it has told; what was passed over without a word since is told with the next events. */
  let told: bigint | undefined;
  const consume = async (events: readonly StoredEvent[], run: Run): Promise<void> => {
    const after = told ?? run.after;
    await topic.publish(messagesOf(events, { after, position: run.position }, { route, partitions: topic.partitions }));
    told = run.position;
  };
  return new FeedConsumer({
    name,
    eventStore,
    viewStore,
    begin: async () => {
      const stored = (await viewStore.checkpoint(name))?.position ?? START;
      const begin = stored === START ? await eventStore.head() : stored;
      // Who is not there yet sees that something is missing, also if no event comes for long.
      await topic.publish(messagesOf([], { after: begin, position: begin }, { route, partitions: topic.partitions }));
      told = begin;
      return begin;
    },
    consume: async (events, _, run) => {
      await consume(events, run);
      return [];
    },
    ...(lease && { lease }),
    ...(onState && { onState }),
    ...(tuning && { tuning }),
  });
}

function messagesOf(
  events: readonly StoredEvent[],
  run: Run,
  { route, partitions }: { readonly route: ReturnType<typeof routeOf>; readonly partitions: number },
): readonly PartitionMessage[] {
  const counts = Array.from({ length: partitions }, () => 0);
  const messages: PartitionMessage[] = [];
  for (const stored of events) {
    const record = eventRecord(stored);
    for (const partition of route(stored)) {
      counts[partition] = (counts[partition] ?? 0) + 1;
      messages.push({ partition, ...record });
    }
  }
  return [...messages, ...counts.map((count, partition) => ({ partition, ...markRecord({ ...run, count }) }))];
}
