import { describe, expect, it } from '@jest/globals';
import { EventStoreUnavailable, NO_STREAM, type FeedBatch } from '../event-store.js';
import type { Opened } from './opened.js';
import { newEvent, newEvents, newStream } from './samples.js';

export const closing = (opened: Opened): void =>
  describe('closing', () => {
    it('answers a ping while it is open', async () => {
      await expect(opened.store.ping()).resolves.toBeUndefined();
    });

    it('refuses every call afterwards, but to be closed again', async () => {
      const { store } = opened;
      const start = await store.head();
      const { signal } = new AbortController();
      const waiting = store.subscribe({ after: start, limit: 10, signal })[Symbol.asyncIterator]();
      expect(((await waiting.next()).value as FeedBatch).caughtUp).toBe(true);
      const next = waiting.next();
      next.catch(() => undefined);
      await store.close();
      await store.close();
      const calls = [
        next,
        store.append(newStream(), NO_STREAM, newEvents(1)),
        store.readStream(newStream(), { direction: 'forwards', limit: 1 }),
        store.readFeed({ after: start, limit: 1 }),
        store.subscribe({ after: start, limit: 1, signal })[Symbol.asyncIterator]().next(),
        store.head(),
        store.ping(),
      ];
      for (const result of await Promise.allSettled(calls)) {
        if (result.status === 'fulfilled') throw new Error('a closed store answered');
        expect(result.reason).toBeInstanceOf(EventStoreUnavailable);
      }
    });

    it('leaves no append unanswered, and keeps each that it answered for', async () => {
      const { store } = opened;
      await store.append(newStream(), NO_STREAM, newEvents(1));
      const appends = Array.from({ length: 50 }, () => ({ stream: newStream(), event: newEvent() }));
      const answers = appends.map(({ stream, event }) => store.append(stream, NO_STREAM, [event]));
      const settled = Promise.allSettled(answers);
      const again = await opened.reopen();
      for (const [at, result] of (await settled).entries()) {
        const { stream, event } = appends[at]!;
        const retried = await again.append(stream, NO_STREAM, [event]);
        const { answer, reason } =
          result.status === 'fulfilled'
            ? { answer: { ...result.value, repeated: true }, reason: new EventStoreUnavailable() }
            : { answer: retried, reason: result.reason as unknown };
        expect(retried).toEqual(answer);
        expect(reason).toBeInstanceOf(EventStoreUnavailable);
      }
    });
  });
