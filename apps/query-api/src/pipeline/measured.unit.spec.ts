import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { periodOf } from './measured.js';

const now = '2026-03-10T00:00:00.000Z';

beforeEach(() => void jest.useFakeTimers({ now: new Date(now) }));
afterEach(() => void jest.useRealTimers());

describe('the period of a measure', () => {
  const of = (from: string, to?: string) => () => periodOf({ from, ...(to !== undefined && { to }) });

  it('does not end before it begins, whether its end is named or now', () => {
    const [before, after] = ['2026-03-09T23:59:59.999Z', '2026-03-10T00:00:00.001Z'];
    expect(of(after, now)).toThrow('to must not be before `from`');
    expect(of(after)).toThrow('from must not be in the future where `to` is left out');
    for (const from of [before, now]) {
      expect(of(from, now)().period).toEqual({ from, below: now });
      expect(of(from)().period).toEqual({ from, below: now });
    }
    expect(of(after, '2026-06-01T00:00:00Z')().period.from).toBe(after);
  });
});

describe('the cut-off of a measure', () => {
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
