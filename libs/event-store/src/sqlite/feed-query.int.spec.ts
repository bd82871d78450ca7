import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@touchstream/events';
import { newEvents, newStream, readOn } from '../contract/samples.js';
import { NO_STREAM, START } from '../event-store.js';
import { SqliteEventStore } from './index.js';

describe('reading a long feed through a filter', () => {
  const TYPES = 100;
  let folder: string;
  let store: SqliteEventStore;
  let all: readonly StoredEvent[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    store = await SqliteEventStore.open({ path: join(folder, 'events.db') });
    const one = newEvents(1).map(event => ({ ...event, data: Buffer.from('{}') }));
    const many = newEvents(25_000).map((event, at) => ({ ...event, type: `thing.kind-${at % TYPES}` }));
    await store.append(newStream('first'), NO_STREAM, one);
    await store.append(newStream('thing'), NO_STREAM, many);
    await store.append(newStream('last'), NO_STREAM, newEvents(1, { type: 'thing.rare' }));
    all = await readOn(store, { after: START, limit: 5_000 });
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const kinds = (count: number) => Array.from({ length: count }, (_, at) => `thing.kind-${at}`);

  it('looks at no more than 10,000 events in a run that filters by streams, and says how far it came', async () => {
    const filter = { streamPrefixes: ['last-'] };
    const runs: { found: number; position: bigint; caughtUp: boolean }[] = [];
    for (let after = START; after < 25_001n;) {
      const { events, position, caughtUp } = await store.readFeed({ after, limit: 10, filter });
      runs.push({ found: events.length, position, caughtUp });
      after = position;
    }
    expect(runs).toEqual([
      { found: 0, position: 9_999n, caughtUp: false },
      { found: 0, position: 19_999n, caughtUp: false },
      { found: 1, position: 25_001n, caughtUp: true },
    ]);
  });

  it('goes straight to the events of a type', async () => {
    const batch = await store.readFeed({ after: START, limit: 10, filter: { types: ['thing.rare'] } });
    expect(batch).toMatchObject({ events: [{ type: 'thing.rare' }], position: 25_001n, caughtUp: true });
  });

  it.each([1, 2, 64, 65, TYPES])('finds the events of %i types', async count => {
    const types = kinds(count);
    const places = (events: readonly StoredEvent[]) => events.map(({ position, type }) => `${position} ${type}`);
    const wanted = places(all.filter(({ type }) => types.includes(type)));
    expect(wanted).toHaveLength(250 * count);
    for (const limit of [700, 10_000]) {
      const found = await readOn(store, { after: START, limit, filter: { types } });
      expect(places(found)).toEqual(wanted);
    }
  });

  it('ends a full run at its last event', async () => {
    for (const filter of [{ types: kinds(3) }, { types: kinds(TYPES) }, { streamPrefixes: ['thing-'] }, undefined]) {
      const { events, position, caughtUp } = await store.readFeed({ after: 500n, limit: 5, filter });
      expect(events).toHaveLength(5);
      expect({ position, caughtUp }).toEqual({ position: events.at(-1)?.position, caughtUp: false });
    }
  });

  it('subscribes through the stretches that hold nothing', async () => {
    const { signal } = new AbortController();
    const found: string[] = [];
    for await (const batch of store.subscribe({
      after: START,
      limit: 10,
      filter: { streamPrefixes: ['last-'] },
      signal,
    })) {
      found.push(...batch.events.map(({ type }) => type));
      if (batch.caughtUp) break;
    }
    expect(found).toEqual(['thing.rare']);
  });

  it('is at the end where it starts beyond it', async () => {
    expect(await store.readFeed({ after: 99_999n, limit: 1 })).toEqual({
      events: [],
      position: 99_999n,
      caughtUp: true,
    });
  });
});
