import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newEvents, newStream } from './contract/samples.js';
import { EventStoreUnavailable, everyEvent, NO_STREAM, SqliteEventStore } from './index.js';

describe('everyEvent', () => {
  let folder: string;
  let store: SqliteEventStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    store = await SqliteEventStore.open({ path: join(folder, 'events.db') });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it.each([0, 1, 4_999, 5_000, 5_001, 10_001])('gives %d events, each once and in order', async count => {
    const events = newEvents(count);
    if (count > 0) await store.append(newStream(), NO_STREAM, events);
    const found: string[] = [];
    for await (const { id } of everyEvent(store)) found.push(id);
    expect(found).toEqual(events.map(({ id }) => id));
  });

  it('reads on when it is asked to, and tells what fails then', async () => {
    await store.append(newStream(), NO_STREAM, newEvents(5_001));
    const feed = everyEvent(store);
    for (let at = 0; at < 5_000; at += 1) await feed.next();
    await store.close();
    await expect(feed.next()).rejects.toThrow(EventStoreUnavailable);
  });
});
