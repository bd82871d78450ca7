import type { ICustomPartitioner } from 'kafkajs';

const MULTIPLIER = 0x5bd1e995;
const SEED = 0x9747b28c;

const mixed = (word: number): number => {
  const product = Math.imul(word, MULTIPLIER);
  return Math.imul(product ^ (product >>> 24), MULTIPLIER);
};

/** MurmurHash2 with 32 bits and the seed of Kafka's own clients, as a signed number. */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  const end = length & ~3;
  let hash = SEED ^ length;
  for (let at = 0; at < end; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    hash = Math.imul(hash, MULTIPLIER) ^ mixed(word);
  }
  if (end < length) {
    for (let at = end; at < length; at += 1) hash ^= bytes[at]! << (8 * (at - end));
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/**
 * Puts each key into the partition where the clients of all languages put it by default, so that it is in one, whoever sends it. The
 * client's own partitioner puts it there too, but works with integers of any size: some 5 µs a message.
 */
export const keyPartitioner: ICustomPartitioner =
  () =>
  ({ partitionMetadata, message: { key } }) => {
    if (key === null || key === undefined) throw new RangeError('a message without a key has no partition');
    const bytes = typeof key === 'string' ? Buffer.from(key) : key;
    return (murmur2(bytes) & 0x7fff_ffff) % partitionMetadata.length;
  };
