import { beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@touchstream/events';
import { NO_STREAM, type EventStore, type FeedBatch, type ReadFeed } from '../event-store.js';
import { appendAll, expectEach } from './concurrency.js';
import type { Opened } from './opened.js';
import { expectRun, newEvents, newStream, ofStreams } from './samples.js';

export const subscribing = (opened: Opened): void =>
  describe('subscribing', () => {
    let store: EventStore;
    let start: bigint;
    let leave: AbortController;
    beforeEach(async () => {
      store = opened.store;
      start = await store.head();
      leave = new AbortController();
    });
    afterEach(() => leave.abort());

    const subscribe = (options: Partial<ReadFeed> = {}) =>
      store.subscribe({ after: start, limit: 100, ...options, signal: leave.signal })[Symbol.asyncIterator]();
    /** Reads on until enough has come, with the rules of a run held. */
    const readUntil = async (
      batches: AsyncIterator<FeedBatch>,
      enough: (events: readonly StoredEvent[], batch: FeedBatch) => boolean,
      { after = start, limit = 100 } = {},
    ) => {
      const events: StoredEvent[] = [];
      for (;;) {
        const { value, done } = await batches.next();
        if (done === true) throw new Error('the subscription ended by itself');
        const batch = value as FeedBatch;
        expectRun(batch, after, limit);
        after = batch.position;
        events.push(...batch.events);
        if (enough(events, batch)) return events;
      }
    };
    const several = (count: number) => Array.from({ length: count }, () => newStream());

    it('gives what is there, and says when that was all', async () => {
      const streams = several(3);
      await appendAll(store, streams, 5);
      const events = await readUntil(subscribe({ limit: 4 }), (_, batch) => batch.caughtUp, { limit: 4 });
      expectEach(ofStreams(events, streams), streams, 5);
    });

    it('says that it has caught up also where there was nothing to catch up with', async () => {
      const events = await readUntil(subscribe(), (_, batch) => batch.caughtUp);
      expect(events).toEqual([]);
    });

    it('goes on with what comes', async () => {
      const batches = subscribe();
      await readUntil(batches, (_, batch) => batch.caughtUp);
      let after = start;
      for (let round = 0; round < 5; round += 1) {
        const stream = newStream();
        const next = readUntil(batches, events => ofStreams(events, [stream]).length === 2, { after });
        await store.append(stream, NO_STREAM, newEvents(2));
        after = (await next).at(-1)!.position;
      }
    });

    it('passes from what is there to what comes without loss or repetition while others append', async () => {
      const streams = several(20);
      const old = several(10);
      await appendAll(store, old, 10);
      const subscribers = [1, 7, 100].map(limit =>
        readUntil(subscribe({ limit }), events => ofStreams(events, [...old, ...streams]).length >= 400, { limit }),
      );
      await appendAll(store, streams, 15);
      for (const events of await Promise.all(subscribers)) {
        expectEach(ofStreams(events, old), old, 10);
        expectEach(ofStreams(events, streams), streams, 15);
      }
    });

    it('reads on only when asked: a slow reader loses nothing and gets no more than the limit at a time', async () => {
      const [before, meanwhile] = [several(5), several(5)];
      await appendAll(store, before, 10);
      const batches = subscribe({ limit: 10 });
      const first = await readUntil(batches, events => events.length > 0, { limit: 10 });
      await appendAll(store, meanwhile, 10);
      const after = first.at(-1)!.position;
      const all = [...before, ...meanwhile];
      const rest = await readUntil(batches, events => ofStreams([...first, ...events], all).length >= 100, {
        after,
        limit: 10,
      });
      const events = ofStreams([...first, ...rest], all);
      expectEach(ofStreams(events, before), before, 10);
      expectEach(ofStreams(events, meanwhile), meanwhile, 10);
    });

    it('gives at once what came while the reader was busy with the last of what there was', async () => {
      const batches = subscribe();
      await readUntil(batches, (_, batch) => batch.caughtUp);
      const stream = newStream();
      await store.append(stream, NO_STREAM, newEvents(2));
      const events = await readUntil(batches, all => ofStreams(all, [stream]).length === 2);
      expectEach(ofStreams(events, [stream]), [stream], 2);
    });

    it('gives only what the filter lets through, old and new', async () => {
      const type = `thing.rare-${newStream()}`;
      const [rare, prefixed] = [newStream(), newStream('special')];
      const byType = subscribe({ filter: { types: [type] } });
      const byPrefix = subscribe({ filter: { streamPrefixes: [prefixed.slice(0, -2)] } });
      for (let revision = NO_STREAM; revision < 4; revision += 1) {
        await appendAll(store, several(5), 2);
        await store.append(rare, revision, newEvents(1, { type }));
        await store.append(prefixed, revision, newEvents(1));
      }
      const rares = await readUntil(byType, events => events.length >= 5);
      const prefixes = await readUntil(byPrefix, events => events.length >= 5);
      expectEach(rares, [rare], 5);
      expectEach(prefixes, [prefixed], 5);
    });

    it('moves on past what the filter leaves out', async () => {
      const batches = subscribe({ filter: { types: ['thing.never'] } });
      await readUntil(batches, (_, batch) => batch.caughtUp);
      const moved = readUntil(batches, (_, batch) => batch.position > start);
      await appendAll(store, several(20), 20);
      expect(await moved).toEqual([]);
    });

    it('ends at once when the signal aborts while it waits', async () => {
      const batches = subscribe();
      await readUntil(batches, (_, batch) => batch.caughtUp);
      const next = batches.next();
      leave.abort();
      expect(await next).toEqual({ done: true, value: undefined });
    });

    it('ends at once when the signal aborts while it reads', async () => {
      await store.append(newStream(), NO_STREAM, newEvents(1));
      const next = subscribe().next();
      leave.abort();
      expect(await next).toEqual({ done: true, value: undefined });
    });

    it('ends when the signal aborts while a run is in hand, though there is more', async () => {
      await appendAll(store, several(5), 4);
      let runs = 0;
      for await (const batch of store.subscribe({ after: start, limit: 2, signal: leave.signal })) {
        expect(batch.events.length).toBeLessThanOrEqual(2);
        runs += 1;
        leave.abort();
      }
      expect(runs).toBe(1);
    });

    it('gives nothing to a signal that has aborted already', async () => {
      await store.append(newStream(), NO_STREAM, newEvents(1));
      leave.abort();
      expect(await subscribe().next()).toEqual({ done: true, value: undefined });
    });

    it('lets many subscribe with one signal', async () => {
      const stream = newStream();
      const all = Array.from({ length: 30 }, () =>
        readUntil(subscribe(), events => ofStreams(events, [stream]).length === 3),
      );
      await appendAll(store, [stream], 3);
      expect(await Promise.all(all)).toHaveLength(30);
    });

    it('refuses what reading the feed refuses', async () => {
      await expect(subscribe({ limit: 0 }).next()).rejects.toThrow(RangeError);
      await expect(subscribe({ filter: { types: [] } }).next()).rejects.toThrow(RangeError);
    });
  });
