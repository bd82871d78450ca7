import type { Consumer, EachBatchPayload } from 'kafkajs';
import { messageOf, type HoldName, type Inbox, type Place } from '../inbox/index.js';

export interface SubscribeOptions<Tx> {
  /** Made by the service, with a group of its own; not connected yet. */
  readonly consumer: Consumer;
  /** `crm.sales.v1`, with the installation's prefix before it where it has one. */
  readonly topics: readonly string[];
  readonly inbox: Inbox<Tx>;
  /** For a group that has committed nothing yet. As the inbox' `begin`: false needs one that begins `anywhere`. */
  readonly fromBeginning: boolean;
  /** So many messages are taken in one transaction, 100 by default. */
  readonly chunk?: number;
}

/** A running subscription. */
export interface Subscription {
  /** Lets a key go on: see {@link Inbox.release}. */
  release(name: HoldName, how: 'try again' | 'do without'): Promise<void>;
  /** Lets the running batch finish, leaves the group and closes the connections. */
  stop(): Promise<void>;
}

/**
 * Feeds an inbox from Kafka. An offset is committed after the inbox has taken what lies before it, so a message may be read twice, and
 * none is passed over. Memory is bounded by what the consumer fetches (`maxBytesPerPartition`).
 */
export async function subscribe<Tx>(options: SubscribeOptions<Tx>): Promise<Subscription> {
  const { consumer, topics, inbox, fromBeginning } = options;
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: payload => takeBatch(options, payload),
  });
  return {
    release: async (name, how) => {
      const place = await inbox.release(name, how);
      if (place !== undefined) consumer.seek(kafkaPlace(place));
    },
    stop: () => consumer.disconnect(),
  };
}

async function takeBatch<Tx>(
  { consumer, inbox, chunk = 100 }: SubscribeOptions<Tx>,
  payload: EachBatchPayload,
): Promise<void> {
  const { topic, partition, messages: records } = payload.batch;
  for (let at = 0; at < records.length && payload.isRunning() && !payload.isStale(); at += chunk) {
    const messages = records
      .slice(at, at + chunk)
      .map(record => messageOf(record, { topic, partition, offset: BigInt(record.offset) }));
    const { count, readAgain } = await inbox.take(messages);
    const last = messages[count - 1]?.place.offset;
    if (readAgain !== undefined) {
      // Committed before it is read: who takes over now must read it too.
      await consumer.commitOffsets([kafkaPlace(readAgain)]);
      consumer.seek(kafkaPlace(readAgain));
      return;
    }
    if (last === undefined) continue;
    payload.resolveOffset(String(last));
    await consumer.commitOffsets([{ topic, partition, offset: String(last + 1n) }]);
    await payload.heartbeat();
  }
}

const kafkaPlace = ({ topic, partition, offset }: Place) => ({ topic, partition, offset: String(offset) });
