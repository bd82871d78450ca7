import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeOnKafka, OwnTopics } from '../contract/index.js';
import { EventBusUnavailable } from '../event-bus.js';
import type { PartitionReader } from '../partitioned.js';
import { KafkaPartitions } from './kafka-partitions.js';

const utf8 = new TextEncoder();
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const message = (partition: number, at: number, value = utf8.encode(`v${at}`)) => ({
  partition,
  headers: { at: utf8.encode(String(at)), bytes: new Uint8Array([0, 255, 128]) },
  value,
});

describeOnKafka('the partitions of a topic on Kafka', brokers => {
  let topics: OwnTopics;
  let opened: KafkaPartitions[];
  let reading: { readonly stop: AbortController; readonly ended: Promise<void> }[];
  beforeEach(() => {
    topics = new OwnTopics(brokers);
    opened = [];
    reading = [];
  });
  afterEach(async () => {
    for (const { stop } of reading) stop.abort();
    await Promise.all(reading.map(({ ended }) => ended));
    await Promise.all(opened.map(topic => topic.close()));
    await topics.dispose();
  });

  const open = (partitions = 3) => {
    const topic = KafkaPartitions.open({ url: topics.url, topic: 'feed', partitions, sessionMs: 6_000 });
    opened.push(topic);
    return topic;
  };
  /** A member of the group, once it has its partitions. */
  const member = async (topic: KafkaPartitions, take: PartitionReader['take']) => {
    const stop = new AbortController();
    const shares: (readonly number[])[] = [];
    let ended!: Promise<void>;
    const first = new Promise<void>(resolve => {
      const assigned = (partitions: readonly number[]) => {
        shares.push(partitions);
        if (partitions.length > 0) resolve();
      };
      ended = topic.read('readers', { assigned, take }, stop.signal);
    });
    reading.push({ stop, ended: ended.catch(() => undefined) });
    await Promise.race([first, ended]);
    return { shares, stop, ended };
  };

  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise(resolve => setTimeout(resolve, 10));
  };

  it('hold what was put into each, in order, byte for byte, more than one request takes', async () => {
    const topic = open();
    const seen: number[][] = [[], [], []];
    await member(topic, async (partition, records) => {
      for (const { headers } of records) {
        expect(headers['bytes']).toEqual(Buffer.from([0, 255, 128]));
        seen[partition]!.push(Number(text(headers['at'])));
      }
    });
    // Who joins a group that has read nothing begins where each partition ends then.
    while (seen.some(found => found.length === 0))
      await topic.publish([0, 1, 2].map(partition => message(partition, 0)));
    const value = new Uint8Array(100_000);
    await topic.publish(Array.from({ length: 30 }, (_, at) => message(at % 3, at + 1, value)));
    await until(() => seen.every(found => found.filter(at => at > 0).length === 10));
    for (const [partition, found] of seen.entries())
      expect(found.filter(at => at > 0)).toEqual(Array.from({ length: 10 }, (_, at) => at * 3 + partition + 1));
  }, 60_000);

  it('are shared out anew when a member comes or goes', async () => {
    const [one, other] = [await member(open(), async () => undefined), await member(open(), async () => undefined)];
    await until(() => [...(one.shares.at(-1) ?? []), ...(other.shares.at(-1) ?? [])].length === 3);
    one.stop.abort();
    await until(() => other.shares.at(-1)?.length === 3);
    await expect(one.ended).resolves.toBeUndefined();
  }, 60_000);

  it('tell a member that it is one no longer', async () => {
    const topic = open();
    const { ended, stop } = await member(topic, async () => {
      throw new RangeError('cannot be taken');
    });
    const over = new AbortController();
    const reason = ended.catch((error: unknown) => error).finally(() => over.abort());
    // Who joins a group that has read nothing begins where each partition ends then.
    while (!over.signal.aborted) await topic.publish([0, 1, 2].map(partition => message(partition, 0)));
    expect(await reason).toBeInstanceOf(EventBusUnavailable);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  }, 60_000);

  it('leave nothing to be told of the end, when a member is none any more', async () => {
    const { stop } = await member(open(), async () => undefined);
    stop.abort();
    await Promise.all(reading.map(({ ended }) => ended));
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  }, 60_000);

  it('are refused where the topic has others', async () => {
    await open(3).publish([message(0, 1)]);
    const other = open(2);
    await expect(other.publish([message(0, 1)])).rejects.toThrow('has 3 partitions, not 2');
    await expect(member(other, async () => undefined)).rejects.toThrow('has 3 partitions, not 2');
  });

  it('are away with the brokers, and closed with the topic', async () => {
    const away = KafkaPartitions.open({ url: 'kafka://127.0.0.1:1', topic: 'feed', partitions: 1, sessionMs: 6_000 });
    await expect(away.publish([message(0, 1)])).rejects.toBeInstanceOf(EventBusUnavailable);
    await expect(member(away, async () => undefined)).rejects.toBeInstanceOf(EventBusUnavailable);
    await away.close();
    await expect(away.publish([message(0, 1)])).rejects.toThrow('closed');
  });
});
