import { describe, expect, it, jest } from '@jest/globals';
import { Conditions, WaitTimedOut } from './conditions.js';
import { announce, whenViewAt } from './when-view-at.js';

describe('conditions', () => {
  it('let those through whose condition holds', async () => {
    const conditions = new Conditions();
    let n = 0;
    const done: number[] = [];
    const waits = [1, 2].map(async at => {
      await conditions.until(() => n >= at, { timeoutMs: 60_000 });
      done.push(at);
    });
    await conditions.until(() => n === 0, { timeoutMs: 60_000 });
    n = 1;
    conditions.changed();
    await waits[0];
    expect(done).toEqual([1]);
    n = 2;
    conditions.changed();
    await waits[1];
    expect(done).toEqual([1, 2]);
  });

  it('give up in time, by signal, and when it will never come', async () => {
    const conditions = new Conditions();
    const never = () => false;
    await expect(conditions.until(never, { timeoutMs: 1 })).rejects.toBeInstanceOf(WaitTimedOut);
    const leaving = new AbortController();
    const left = conditions.until(never, { timeoutMs: 60_000, signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    await expect(conditions.until(never, { timeoutMs: 60_000, signal: leaving.signal })).rejects.toThrow('left');
    const lost = conditions.until(never, { timeoutMs: 60_000 });
    conditions.fail(new Error('lost'));
    await expect(lost).rejects.toThrow('lost');
  });
});

describe('a reader that waits for a view', () => {
  /** Answers with one position after the other, then stays at the last. */
  const storeAt = (...positions: (bigint | undefined)[]) => {
    const store = {
      asked: 0,
      checkpoint: async () => {
        const position = positions[Math.min(store.asked, positions.length - 1)];
        store.asked += 1;
        return position === undefined ? undefined : { position };
      },
    };
    return store;
  };

  it('goes on at once where the view is there', async () => {
    const store = storeAt(7n);
    await whenViewAt(store, 'v', 7n, { timeoutMs: 0 });
    expect(store.asked).toBe(1);
  });

  it('looks again until it is', async () => {
    const store = storeAt(undefined, 5n, 6n, 7n);
    await whenViewAt(store, 'v', 7n, { timeoutMs: 60_000 });
    expect(store.asked).toBe(4);
  });

  it('is woken by a projector in this process', async () => {
    // No timer ever fires: it would wait for ever if it only looked now and then.
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
    try {
      const store = storeAt(6n, 7n);
      const there = whenViewAt(store, 'v', 7n, { timeoutMs: 60_000 });
      setImmediate(() => announce('v'));
      await there;
      expect(store.asked).toBe(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('gives up in time though the clock is set back', async () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValueOnce(1_800_000_000_000).mockReturnValue(1_700_000_000_000);
    try {
      await expect(whenViewAt(storeAt(6n), 'v', 7n, { timeoutMs: 20 })).rejects.toBeInstanceOf(WaitTimedOut);
    } finally {
      clock.mockRestore();
    }
  });

  it('gives up in time or by signal', async () => {
    await expect(whenViewAt(storeAt(6n), 'v', 7n, { timeoutMs: 20 })).rejects.toBeInstanceOf(WaitTimedOut);
    const leaving = new AbortController();
    const left = whenViewAt(storeAt(6n), 'v', 7n, { timeoutMs: 60_000, signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
  });
});
