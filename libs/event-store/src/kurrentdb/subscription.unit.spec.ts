import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventStoreUnavailable, START } from '../event-store.js';
import { Subscription } from './subscription.js';
import { usualTiming } from './timing.js';

describe('a subscription while the clock is set back', () => {
  let now = 1_800_000_000_000;
  beforeEach(() => void jest.spyOn(Date, 'now').mockImplementation(() => (now -= 1_000)));
  afterEach(() => void jest.restoreAllMocks());

  it('gives up in time on a server that fails', async () => {
    const timing = { ...usualTiming, patience: 20, firstPause: 1, longestPause: 2 };
    const open = () => Promise.reject(new EventStoreUnavailable('away'));
    await expect(new Subscription({ after: START, limit: 1, timing, open }).next()).rejects.toThrow('away');
  });
});
