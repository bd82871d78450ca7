import { beforeEach, describe, expect, it } from '@jest/globals';
import { NO_STREAM, type EventStore, type EventToAppend } from '../event-store.js';
import type { Opened } from './opened.js';
import { given, got, newEvents, newStream, ofStreams, readOn } from './samples.js';

const revisions = (events: readonly { readonly revision: number }[]) => events.map(({ revision }) => revision);

const readingStreams = (opened: Opened): void =>
  describe('reading a stream', () => {
    let store: EventStore;
    let stream: string;
    let events: readonly EventToAppend[];
    beforeEach(async () => {
      store = opened.store;
      stream = newStream();
      events = newEvents(10);
      await store.append(stream, NO_STREAM, events);
    });

    it('gives nothing of a stream that does not exist', async () => {
      const missing = newStream();
      expect(await store.readStream(missing, { direction: 'forwards', limit: 10 })).toEqual([]);
      expect(await store.readStream(missing, { direction: 'backwards', limit: 10 })).toEqual([]);
    });

    it('reads forwards from the start or a revision, and backwards from the end or a revision', async () => {
      const stored = given(stream, 0, events);
      const read = async (direction: 'forwards' | 'backwards', from?: number) =>
        got(await store.readStream(stream, { direction, limit: 100, ...(from === undefined ? {} : { from }) }));
      expect(await read('forwards')).toEqual(stored);
      expect(await read('forwards', 7)).toEqual(stored.slice(7));
      expect(await read('forwards', 10)).toEqual([]);
      expect(await read('backwards')).toEqual(stored.toReversed());
      expect(await read('backwards', 2)).toEqual(stored.slice(0, 3).toReversed());
      expect(await read('backwards', 50)).toEqual(stored.toReversed());
    });

    it('gives no more than the limit', async () => {
      const read = async (direction: 'forwards' | 'backwards', from: number, limit: number) =>
        revisions(await store.readStream(stream, { direction, from, limit }));
      expect(await read('forwards', 0, 1)).toEqual([0]);
      expect(await read('forwards', 8, 5)).toEqual([8, 9]);
      expect(await read('backwards', 9, 3)).toEqual([9, 8, 7]);
      expect(await read('backwards', 1, 10_000)).toEqual([1, 0]);
    });

    it('refuses limits and revisions that make no sense', async () => {
      for (const limit of [0, -1, 1.5, 10_001, Number.NaN])
        await expect(store.readStream(stream, { direction: 'forwards', limit })).rejects.toThrow(RangeError);
      for (const from of [-1, 0.5, Number.NaN])
        await expect(store.readStream(stream, { direction: 'forwards', from, limit: 1 })).rejects.toThrow(RangeError);
    });
  });

const readingTheFeed = (opened: Opened): void =>
  describe('reading the feed', () => {
    let store: EventStore;
    let start: bigint;
    let streams: readonly string[];
    /** Three streams of two aggregates, types of three kinds, in this order. */
    let order: readonly { stream: string; revision: number; type: string }[];
    beforeEach(async () => {
      store = opened.store;
      start = await store.head();
      const [a, b, c] = [newStream('apple'), newStream('pear'), newStream('apple')] as const;
      streams = [a, b, c];
      order = [a, b, a, c, b, b, a, c, a, b].map((stream, at, list) => ({
        stream,
        revision: list.slice(0, at).filter(earlier => earlier === stream).length,
        type: `fruit.kind-${at % 3}`,
      }));
      for (const { stream, revision, type } of order) await store.append(stream, revision - 1, newEvents(1, { type }));
    });
    const places = (events: Awaited<ReturnType<typeof readOn>>) =>
      ofStreams(events, streams).map(({ stream, revision, type }) => ({ stream, revision, type }));

    it('gives all events in the order they were appended, whatever the size of a run', async () => {
      for (const limit of [1, 3, 1_000]) expect(places(await readOn(store, { after: start, limit }))).toEqual(order);
    });

    it('gives what comes after a position', async () => {
      const events = ofStreams(await readOn(store, { after: start }), streams);
      for (const [at, { position }] of events.entries())
        expect(places(await readOn(store, { after: position }))).toEqual(order.slice(at + 1));
    });

    it('gives the same events as the streams do', async () => {
      const events = await readOn(store, { after: start });
      for (const stream of streams)
        expect(ofStreams(events, [stream])).toEqual(
          await store.readStream(stream, { direction: 'forwards', limit: 100 }),
        );
    });

    it('filters by types', async () => {
      for (const types of [['fruit.kind-1'], ['fruit.kind-0', 'fruit.kind-2'], ['fruit.kind-1', 'fruit.kind-1']])
        for (const limit of [1, 2, 100])
          expect(places(await readOn(store, { after: start, limit, filter: { types } }))).toEqual(
            order.filter(({ type }) => types.includes(type)),
          );
    });

    it('takes types whole: no beginnings, no patterns, none that no event has', async () => {
      for (const type of ['fruit.kind', 'fruit.kind-%', 'fruit.*', 'FRUIT.KIND-1', 'fruit.never'])
        expect(places(await readOn(store, { after: start, filter: { types: [type] } }))).toEqual([]);
      const some = { types: ['fruit.never', 'fruit.kind-1'] };
      expect(places(await readOn(store, { after: start, filter: some }))).toHaveLength(3);
    });

    it('filters by the beginnings of stream names', async () => {
      const [a, b] = streams as [string, string];
      for (const streamPrefixes of [['apple-'], ['apple-', 'pear-'], [a], ['app', 'apple-'], [b, 'none-']])
        for (const limit of [1, 2, 100])
          expect(places(await readOn(store, { after: start, limit, filter: { streamPrefixes } }))).toEqual(
            order.filter(({ stream }) => streamPrefixes.some(prefix => stream.startsWith(prefix))),
          );
    });

    it('takes prefixes as text: no patterns, and letters as they are', async () => {
      for (const prefix of ['APPLE-', 'ap%', 'a*', '_pple-', 'pple-'])
        expect(places(await readOn(store, { after: start, filter: { streamPrefixes: [prefix] } }))).toEqual([]);
    });

    it('moves on past the events that a filter leaves out', async () => {
      const head = await store.head();
      const filter = { types: ['fruit.never'] };
      let [after, caughtUp] = [start, false];
      while (!caughtUp) {
        const batch = await store.readFeed({ after, limit: 2, filter });
        expect(batch.events).toEqual([]);
        expect(batch.caughtUp || batch.position > after).toBe(true);
        ({ position: after, caughtUp } = batch);
      }
      expect(after >= head).toBe(true);
    });

    it('has its head at the newest event', async () => {
      const before = await store.head();
      expect(ofStreams(await readOn(store, { after: before }), streams)).toEqual([]);
      const { position } = await store.append(newStream(), NO_STREAM, newEvents(2));
      expect(position > before).toBe(true);
      expect((await store.head()) >= position).toBe(true);
      expect((await opened.reopen().then(again => again.head())) >= position).toBe(true);
    });

    it('has times that never go back', async () => {
      const times = (await readOn(store, { after: start })).map(({ recordedAt }) => recordedAt);
      expect(times).toEqual(times.toSorted());
    });

    it('refuses limits and filters that make no sense', async () => {
      for (const limit of [0, 10_001, 0.5])
        await expect(store.readFeed({ after: start, limit })).rejects.toThrow(RangeError);
      for (const filter of [{ types: [] }, { streamPrefixes: [] }, { types: ['a', ''] }, { streamPrefixes: [''] }])
        await expect(store.readFeed({ after: start, limit: 1, filter })).rejects.toThrow(RangeError);
    });
  });

export const reading = (opened: Opened): void => {
  readingStreams(opened);
  readingTheFeed(opened);
};
