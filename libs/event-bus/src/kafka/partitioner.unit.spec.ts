import { describe, expect, it } from '@jest/globals';
import { Partitioners, type Message, type PartitionMetadata } from 'kafkajs';
import { keyPartitioner, murmur2 } from './partitioner.js';

const partitions = (count: number): PartitionMetadata[] =>
  Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [0],
    isr: [0],
    offlineReplicas: [],
  }));
/** Keys of all lengths, of characters of one to four bytes. */
const keys = Array.from(
  { length: 500 },
  (_, at) => ['c', 'ß', '王', '😀'][at % 4]!.repeat(at % 23) + String(at * 7_919),
);

describe('the partition of a key', () => {
  // The values of Kafka's own tests (org.apache.kafka.common.utils.UtilsTest).
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('follows from its hash: %s', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it.each([1, 3, 12, 100])('is the one that the client would choose, of %i', count => {
    const ours = keyPartitioner();
    const theirs = Partitioners.DefaultPartitioner();
    const chosen = (partitioner: typeof ours, key: Message['key']) =>
      partitioner({ topic: 'crm.sales.v1', partitionMetadata: partitions(count), message: { key, value: null } });
    expect(keys.map(key => chosen(ours, key))).toEqual(keys.map(key => chosen(theirs, key)));
    expect(keys.map(key => chosen(ours, Buffer.from(key)))).toEqual(keys.map(key => chosen(ours, key)));
  });

  it('is none without a key', () => {
    const message = { key: null, value: null };
    expect(() => keyPartitioner()({ topic: 't', partitionMetadata: partitions(3), message })).toThrow(RangeError);
  });
});
