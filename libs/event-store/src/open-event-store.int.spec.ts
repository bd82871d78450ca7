import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreFenced } from './event-store.js';
import { openEventStore } from './open-event-store.js';
import { SqliteEventStore } from './sqlite/index.js';

describe('openEventStore', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('opens a SQLite file by a path in any form, and makes its folder', async () => {
    const forms = [
      (path: string) => `sqlite:${path}`,
      (path: string) => `sqlite://${path}`,
      (path: string) => `sqlite:./${relative(process.cwd(), path)}`,
    ];
    for (const [at, form] of forms.entries()) {
      const path = join(folder, `data-${at}`, 'events.db');
      const store = await openEventStore(form(path));
      expect(store).toBeInstanceOf(SqliteEventStore);
      expect(existsSync(path)).toBe(true);
      await store.close();
    }
  });

  it('opens it for reading only where asked to', async () => {
    const url = `sqlite:${join(folder, 'events.db')}`;
    const writer = await openEventStore(url);
    await expect(openEventStore(url)).rejects.toThrow(EventStoreFenced);
    const reader = await openEventStore(url, { readOnly: true });
    await reader.ping();
    await reader.close();
    await writer.close();
  });

  it('names the scheme that it does not know, and nothing else of the URL', async () => {
    const message = async (url: string) => openEventStore(url).then(String, (error: Error) => error.message);
    expect(await message('redis://user:secret@host/1')).toBe('unknown EVENT_STORE_URL scheme "redis"; known: sqlite');
    expect(await message('./data/events.db')).toBe('unknown EVENT_STORE_URL scheme ""; known: sqlite');
    expect(await message('')).toBe('unknown EVENT_STORE_URL scheme ""; known: sqlite');
    expect(await message('sqlite:')).toBe('EVENT_STORE_URL names no file; as in sqlite:./data/events.db');
  });
});
