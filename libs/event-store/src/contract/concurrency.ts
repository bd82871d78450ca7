import { beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@touchstream/events';
import { NO_STREAM, WrongExpectedRevision, type EventStore } from '../event-store.js';
import type { Opened } from './opened.js';
import { expectRun, given, got, newEvent, newEvents, newStream, ofStreams, readOn } from './samples.js';

const range = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Appends so many events to each stream, one after the other; all streams at the same time. */
export const appendAll = (store: EventStore, streams: readonly string[], each: number): Promise<unknown> =>
  Promise.all(
    streams.map(async stream => {
      for (const revision of range(each)) await store.append(stream, revision - 1, newEvents(1));
    }),
  );

/** Every event of the streams once, each stream in order. */
export function expectEach(events: readonly StoredEvent[], streams: readonly string[], each: number): void {
  expect(events).toHaveLength(streams.length * each);
  for (const stream of streams)
    expect(ofStreams(events, [stream]).map(({ revision }) => revision)).toEqual(range(each));
}

export const concurrency = (opened: Opened): void =>
  describe('appending concurrently', () => {
    let store: EventStore;
    beforeEach(() => {
      store = opened.store;
    });

    it('lets exactly one of many appends at the same revision win', async () => {
      const stream = newStream();
      await store.append(stream, NO_STREAM, newEvents(1));
      const tries = range(100).map(() => newEvent());
      const results = await Promise.allSettled(tries.map(event => store.append(stream, 0, [event])));
      const winners = tries.filter((_, at) => results[at]?.status === 'fulfilled');
      const refusals = results.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []));
      expect(winners).toHaveLength(1);
      expect(refusals).toHaveLength(99);
      for (const refusal of refusals) {
        expect(refusal).toBeInstanceOf(WrongExpectedRevision);
        expect(refusal).toMatchObject({ stream, expected: 0, actual: 1 });
      }
      const stored = await store.readStream(stream, { direction: 'forwards', from: 1, limit: 10 });
      expect(got(stored)).toEqual(given(stream, 1, winners));
    });

    it('takes the same append, sent several times at once, once', async () => {
      const stream = newStream();
      const events = newEvents(2);
      const answers = await Promise.all(range(20).map(() => store.append(stream, NO_STREAM, events)));
      expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
      expect(new Set(answers.map(({ position, recordedAt }) => `${position} ${recordedAt}`)).size).toBe(1);
      expect(await store.readStream(stream, { direction: 'forwards', limit: 10 })).toHaveLength(2);
    });

    it('gives a thousand appends to as many streams a position each, in the order of the feed', async () => {
      const start = await store.head();
      const streams = range(1_000).map(() => newStream());
      const answers = await Promise.all(streams.map(stream => store.append(stream, NO_STREAM, newEvents(1))));
      const positions = new Map(answers.map(({ position }, at) => [position, streams[at]]));
      expect(positions.size).toBe(1_000);
      const feed = ofStreams(await readOn(store, { after: start, limit: 300 }), streams);
      const ascending = [...positions.keys()].sort((a, b) => Number(a - b));
      expect(feed.map(({ position, stream }) => [position, stream])).toEqual(
        ascending.map(position => [position, positions.get(position)]),
      );
    });

    it('shows every event once, in order, to whoever reads the feed meanwhile', async () => {
      let after = await store.head();
      const streams = range(20).map(() => newStream());
      const seen: StoredEvent[] = [];
      const writing = new AbortController();
      const written = appendAll(store, streams, 20).finally(() => writing.abort());
      for (let done = false; !done;) {
        const allWritten = writing.signal.aborted;
        const batch = await store.readFeed({ after, limit: 7 });
        expectRun(batch, after, 7);
        seen.push(...ofStreams(batch.events, streams));
        after = batch.position;
        done = allWritten && batch.caughtUp;
      }
      await written;
      expectEach(seen, streams, 20);
    });
  });
