import { describe, expect, it } from '@jest/globals';
import type { PartitionRecord } from '@touchstream/event-bus';
import type { FeedBatch } from '@touchstream/event-store';
import type { StoredEvent } from '@touchstream/events';
import { FeedEnded } from '../life/index.js';
import { PartitionFeed } from './partition-feed.js';
import { eventRecord, markRecord, recordOf } from './records.js';

const utf8 = new TextEncoder();
const stored = (position: number, data = '{}'): StoredEvent => ({
  id: `0197f000-0000-7000-8000-${String(position).padStart(12, '0')}`,
  type: 'customer.registered',
  stream: `customer-${position}`,
  revision: 3,
  position: BigInt(position),
  recordedAt: '2026-03-01T10:00:00.000Z',
  data: utf8.encode(data),
  metadata: utf8.encode('{"schemaVersion":1}'),
});
const events = (...positions: number[]) => positions.map(position => eventRecord(stored(position)));
const mark = (after: number, position: number, count: number) =>
  markRecord({ after: BigInt(after), position: BigInt(position), count });
const plain = ({ events: of, position, caughtUp }: FeedBatch) => [
  of.map(one => Number(one.position)),
  Number(position),
  caughtUp,
];

/** What a subscription gives for offers of records, one after the other, until nothing comes any more. */
async function given(after: number, offers: readonly (readonly PartitionRecord[])[], limit = 100) {
  const ending = new AbortController();
  const feed = new PartitionFeed({
    readStream: async (_, { from }) => [
      { ...stored(0, 'x'.repeat(900_000)), position: BigInt(from ?? 0), stream: 'large' },
    ],
  });
  const found: unknown[] = [];
  const reading = (async () => {
    for await (const batch of feed.subscribe({ after: BigInt(after), limit, signal: ending.signal }))
      found.push(plain(batch));
  })().catch((error: unknown) => {
    found.push((error as Error).name);
  });
  for (const records of offers) await Promise.race([feed.take(records, ending.signal), reading]);
  ending.abort();
  await reading;
  return found;
}

describe('the feed of a slice', () => {
  it('goes on with each mark, over several offers, in batches of about the limit', async () => {
    expect(await given(3, [[...events(4, 6), mark(3, 7, 2), mark(7, 9, 0)], events(11), [mark(9, 12, 1)]])).toEqual([
      [[4, 6], 9, true],
      [[11], 12, true],
    ]);
    expect(await given(0, [[...events(1, 2), mark(0, 2, 2), ...events(3), mark(2, 4, 1)]], 2)).toEqual([
      [[1, 2], 2, false],
      [[3], 4, true],
    ]);
  });

  it('passes over what it has, and what comes again or late', async () => {
    const run = [...events(4, 6), mark(3, 7, 2)];
    expect(await given(7, [run])).toEqual([]);
    expect(await given(5, [run])).toEqual([[[6], 7, true]]);
    expect(await given(3, [[...run, ...run, ...events(8), mark(7, 8, 1), ...run]])).toEqual([[[4, 6, 8], 8, true]]);
    expect(await given(3, [[...events(4), ...run]])).toEqual([[[4, 6], 7, true]]);
  });

  it.each([
    ['a run', [mark(5, 7, 0)]],
    ['an event of a run', [...events(6), mark(3, 7, 2)]],
    ['a mark', [...events(4), ...events(8), mark(7, 8, 1)]],
    ['an event that cannot be read', [{ headers: {}, value: new Uint8Array() }, ...events(6), mark(3, 7, 2)]],
  ])('ends where %s is missing', async (_, records) => {
    expect(await given(3, [records])).toEqual([FeedEnded.name]);
  });

  it('offers again what was not taken when it ended', async () => {
    const feed = new PartitionFeed({ readStream: async () => [] });
    const ending = new AbortController();
    let isTaken = false;
    const taking = feed.take([...events(6), mark(5, 7, 1)], ending.signal).finally(() => {
      isTaken = true;
    });
    const subscribed = (after: bigint) => feed.subscribe({ after, limit: 10, signal: ending.signal });
    await expect(subscribed(3n).next()).rejects.toBeInstanceOf(FeedEnded);
    expect(isTaken).toBe(false);
    const again = subscribed(5n);
    expect(plain((await again.next()).value as FeedBatch)).toEqual([[6], 7, true]);
    const next = again.next();
    await taking;
    ending.abort();
    expect((await next).done).toBe(true);
  });

  it('lets go of an offer that is withdrawn', async () => {
    const feed = new PartitionFeed({ readStream: async () => [] });
    const withdrawn = new AbortController();
    const taking = feed.take([mark(0, 1, 0)], withdrawn.signal);
    withdrawn.abort();
    await taking;
    const ending = new AbortController();
    const next = feed.subscribe({ after: 0n, limit: 10, signal: ending.signal }).next();
    ending.abort();
    expect((await next).done).toBe(true);
  });

  it('reads what is too large for a record from its stream', async () => {
    const large = { ...stored(5, 'x'.repeat(900_000)), stream: 'large', revision: 5 };
    expect(await given(4, [[eventRecord(large), mark(4, 5, 1)]])).toEqual([[[5], 5, true]]);
  });
});

describe('a record', () => {
  it('holds an event as it is stored, byte for byte', () => {
    const one = { ...stored(9), data: new Uint8Array([0, 255, 128]), metadata: new Uint8Array([1, 254]) };
    expect(recordOf(eventRecord(one))).toEqual({ stored: one });
  });

  it('holds a mark', () => {
    const one = { after: -1n, position: 2n ** 62n, count: 7 };
    expect(recordOf(markRecord(one))).toEqual(one);
  });
});
