import { PublicEvents, publicTopics } from '@touchstream/projections';
import { Partitioners, type Message } from 'kafkajs';
import type { OpenSide } from '../framework/side.js';
import { Batches, envelopeOf } from '../history/batches.js';
import { History } from '../history/history.js';
import { BenchTopics } from '../system/kafka.js';

export interface BareSendsOptions {
  readonly brokers: string;
  /** Events of the whole history, of which each round takes the next ones. */
  readonly events: number;
  /** Messages a call. */
  readonly batch: number;
}

/**
 * The base of the relay: the same messages (keys, headers, values) in the same batches with the same acknowledgement, made before the
 * clock starts; one call of kafkajs after the other, and nothing read or remembered.
 */
export const open = (async ({ brokers, events, batch: size }: BareSendsOptions) => {
  const topics = new BenchTopics(brokers);
  await topics.create(publicTopics);
  const producer = topics.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const batches = new Batches(new History(events));
  const publicEvents = new PublicEvents(new Set());
  let position = -1n;

  const topicMessages = (count: number) => {
    const byTopic = new Map<string, Message[]>();
    for (const one of batches.take(count)) {
      const { topic, key, headers, value } = publicEvents.message(envelopeOf(one, (position += 1n)));
      const messages = byTopic.get(topic) ?? [];
      messages.push({ key, headers, value: Buffer.from(value) });
      byTopic.set(topic, messages);
    }
    return [...byTopic].map(([topic, messages]) => ({ topic: topics.prefix + topic, messages }));
  };
  return {
    /** Messages a second, over the next so many events. */
    round: async (count: number): Promise<number> => {
      const calls = Array.from({ length: Math.ceil(count / size) }, (_, at) =>
        topicMessages(Math.min(size, count - at * size)),
      );
      const started = performance.now();
      for (const call of calls) await producer.sendBatch({ acks: -1, topicMessages: call });
      return count / ((performance.now() - started) / 1000);
    },
    close: async () => {
      await producer.disconnect();
      await topics.remove();
    },
  };
}) satisfies OpenSide<BareSendsOptions, number, number>;
