import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { periodOf } from './measured.js';

const now = '2026-03-10T00:00:00.000Z';

describe('the cut-off of a measure', () => {
  beforeEach(() => void jest.useFakeTimers({ now: new Date(now) }));
  afterEach(() => void jest.useRealTimers());

  it('is now while the period runs, as it is after it', () => {
    expect(periodOf({ to: '2026-06-01T00:00:00Z' })).toMatchObject({
      period: { below: '2026-06-01T00:00:00.000Z' },
      at: now,
    });
    expect(periodOf({ to: '2026-02-01T00:00:00Z' }).at).toBe(now);
    expect(periodOf({})).toMatchObject({ period: { below: now }, at: now });
  });

  it('is what the query names, but no time to come', () => {
    expect(periodOf({ at: '2026-03-01T01:00:00+01:00' }).at).toBe('2026-03-01T00:00:00.000Z');
    expect(periodOf({ at: '2026-04-01T00:00:00Z' }).at).toBe(now);
  });
});
