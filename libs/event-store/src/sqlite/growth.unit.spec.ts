import { getEventListeners, getMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Growth } from './growth.js';

const waitAll = (growth: Growth, signal: AbortSignal, count: number) =>
  Promise.all(Array.from({ length: count }, () => growth.wait(signal)));

describe('waiting for growth', () => {
  it('ends for all when it is told of growth, and leaves nothing at the signal', async () => {
    const growth = new Growth();
    const { signal } = new AbortController();
    const waiting = waitAll(growth, signal, 3);
    expect(getEventListeners(signal, 'abort')).toHaveLength(3);
    growth.wake();
    await waiting;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('ends when the signal aborts, for those alone whose signal it is', async () => {
    const growth = new Growth();
    const [one, other] = [new AbortController(), new AbortController()];
    let ended = false;
    const longer = growth.wait(other.signal).then(() => (ended = true));
    const shorter = growth.wait(one.signal);
    one.abort();
    await shorter;
    await setImmediate();
    expect(ended).toBe(false);
    growth.wake();
    await longer;
  });

  it('ends by itself where it is to look from time to time', async () => {
    await new Growth(1).wait(new AbortController().signal);
  });

  it('lets any number wait with one signal, which Node takes for no leak', async () => {
    const growth = new Growth();
    const { signal } = new AbortController();
    const waiting = waitAll(growth, signal, 30);
    expect(getMaxListeners(signal)).toBe(Infinity);
    growth.wake();
    await waiting;
  });
});
