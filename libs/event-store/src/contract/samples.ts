import { expect } from '@jest/globals';
import { bytesOf, uuidv7, type StoredEvent, type StoredJson } from '@touchstream/events';
import type { EventStore, EventToAppend, FeedBatch, FeedFilter } from '../event-store.js';

/** A stream that no other test has. */
export const newStream = (aggregate = 'thing'): string => `${aggregate}-${uuidv7()}`;

export const newEvent = (over: Partial<EventToAppend> = {}): EventToAppend => ({
  id: uuidv7(),
  type: 'thing.happened',
  data: Buffer.from('{"n":1}'),
  metadata: Buffer.from('{"schemaVersion":1}'),
  ...over,
});

export const newEvents = (count: number, over: Partial<EventToAppend> = {}): readonly EventToAppend[] =>
  Array.from({ length: count }, () => newEvent(over));

const text = (json: StoredJson) => Buffer.from(bytesOf(json)).toString('base64');

/** Events as they were given, at their places, in a form that compares byte by byte. */
export const given = (stream: string, first: number, events: readonly EventToAppend[]) =>
  events.map(({ id, type, data, metadata }, at) => ({
    stream,
    revision: first + at,
    id,
    type,
    data: text(data),
    metadata: text(metadata),
  }));

/** The same of events as they came back. */
export const got = (events: readonly StoredEvent[]) =>
  events.map(({ stream, revision, id, type, data, metadata }) => ({
    stream,
    revision,
    id,
    type,
    data: text(data),
    metadata: text(metadata),
  }));

/** What must hold of any run of the feed. */
export function expectRun({ events, position }: FeedBatch, after: bigint, limit: number): void {
  expect(events.length).toBeLessThanOrEqual(limit);
  const places = [after, ...events.map(event => event.position)];
  const ascending = places.every((place, at) => at === 0 || place > places[at - 1]!);
  expect({ ascending, reached: position >= places.at(-1)! }).toEqual({ ascending: true, reached: true });
}

/** The feed after a position to its end, run by run. */
export async function readOn(
  store: EventStore,
  { after, limit = 100, filter }: { after: bigint; limit?: number; filter?: FeedFilter },
): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const batch = await store.readFeed({ after, limit, filter });
    expectRun(batch, after, limit);
    events.push(...batch.events);
    after = batch.position;
    if (batch.caughtUp) return events;
  }
}

export const ofStreams = (events: readonly StoredEvent[], streams: readonly string[]): readonly StoredEvent[] =>
  events.filter(({ stream }) => streams.includes(stream));
