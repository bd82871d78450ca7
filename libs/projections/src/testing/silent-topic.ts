import { once } from 'node:events';
import type { PartitionedTopic } from '@touchstream/event-bus';

/** A topic that carries nothing, of which a reader has these partitions: what slices fold is read from the event store. */
export const silentTopic = (partitions: number, mine: readonly number[] = []): PartitionedTopic => ({
  partitions,
  publish: async () => undefined,
  async read(_group, reader, signal) {
    reader.assigned(mine);
    if (!signal.aborted) await once(signal, 'abort');
  },
  close: async () => undefined,
});
