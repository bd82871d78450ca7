import { describe, expect, it } from '@jest/globals';
import { EventStoreIncompatible, EventStoreUnavailable } from '@touchstream/event-store';
import { persistently } from './persistently.js';

const never = new AbortController().signal;

describe('what is done persistently', () => {
  it('is done again while the engine is away, and told of once', async () => {
    const told: string[] = [];
    let times = 0;
    const work = async () => {
      times += 1;
      if (times < 3) throw new EventStoreUnavailable(`away ${times}`);
      return 'done';
    };
    expect(await persistently(work, { signal: never, onAway: error => told.push(error.message) })).toBe('done');
    expect({ times, told }).toEqual({ times: 3, told: ['away 1'] });
  });

  it('is not done again after another error', async () => {
    const work = () => Promise.reject(new EventStoreIncompatible('no store'));
    const onAway = () => {
      throw new Error('told');
    };
    await expect(persistently(work, { signal: never, onAway })).rejects.toThrow('no store');
  });

  it('is given up when that is asked for', async () => {
    const giving = new AbortController();
    const work = () => Promise.reject(new EventStoreUnavailable('away'));
    await expect(persistently(work, { signal: giving.signal, onAway: () => giving.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
