import { describe, expect, it } from '@jest/globals';
import { START } from '@touchstream/event-store';
import { feedEnds, lag } from './feed-ends.js';
import { embedded, append } from './testing/index.js';

const HOUR = 3_600_000;
const ago = (millis: number) => new Date(Date.now() - millis).toISOString();

describe('how far behind a reader of the feed is', () => {
  const ends = { head: 10n, begun: ago(2 * HOUR) };

  it('is nothing at the head', () => {
    expect(lag(ends, { position: 10n, recordedAt: ago(HOUR) })).toEqual({ lagEvents: 0, lagSeconds: 0 });
    expect(lag({ head: START, begun: undefined }, { position: START })).toEqual({ lagEvents: 0, lagSeconds: 0 });
  });

  it('is the age of the last event that it has taken in, and before that of the first there is', () => {
    expect(lag(ends, { position: 4n, recordedAt: ago(HOUR) }).lagSeconds).toBeCloseTo(3_600, 0);
    expect(lag(ends, { position: START }).lagSeconds).toBeCloseTo(7_200, 0);
  });

  it.each([
    ['in this very moment', ends, { position: 4n, recordedAt: ago(0) }],
    ['by a clock that is ahead', ends, { position: 4n, recordedAt: ago(-HOUR) }],
    ['nobody knows when', { head: 10n, begun: undefined }, { position: 4n }],
  ])('is more than no time while there is an event to go: recorded %s', (_, of, at) => {
    expect(lag(of, at).lagEvents).toBe(6);
    expect(lag(of, at).lagSeconds).toBeGreaterThan(0);
  });
});

describe('the ends of the feed', () => {
  it('are known from its first event on', async () => {
    const { eventStore, dispose } = await embedded();
    const none = await feedEnds(eventStore);
    expect(none).toEqual({ head: START, begun: undefined });
    await append(eventStore, [{ pipeline: 'p', stages: [] }]);
    const [first] = (await eventStore.readFeed({ after: START, limit: 1 })).events;
    const head = await append(eventStore, [{ pipeline: 'q', stages: [] }]);
    expect(await feedEnds(eventStore, none)).toEqual({ head, begun: first!.recordedAt });
    // The beginning is not looked at again.
    expect(await feedEnds(eventStore, { head: 0n, begun: 'then' })).toEqual({ head, begun: 'then' });
    await dispose();
  });
});
