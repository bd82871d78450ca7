import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreFenced } from './event-store.js';
import { KurrentDbEventStore } from './kurrentdb/index.js';
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
    const known = 'known: sqlite, esdb, esdb+discover, kurrentdb, kurrentdb+discover';
    expect(await message('redis://user:secret@host/1')).toBe(`unknown EVENT_STORE_URL scheme "redis"; ${known}`);
    expect(await message('./data/events.db')).toBe(`unknown EVENT_STORE_URL scheme ""; ${known}`);
    expect(await message('')).toBe(`unknown EVENT_STORE_URL scheme ""; ${known}`);
    expect(await message('sqlite:')).toBe('EVENT_STORE_URL names no file; as in sqlite:./data/events.db');
  });

  it.each(['esdb', 'esdb+discover', 'kurrentdb', 'kurrentdb+discover'])(
    'opens %s, and asks no server yet',
    async scheme => {
      const store = await openEventStore(`${scheme}://user:secret@127.0.0.1:1?tls=true`);
      expect(store).toBeInstanceOf(KurrentDbEventStore);
      await store.close();
    },
  );

  it('refuses what the KurrentDB client would not honour, and shows no secret', async () => {
    const message = async (url: string) => openEventStore(url).then(String, (error: Error) => error.message);
    for (const setting of ['throwOnAppendFailure', 'tlsVerifyCert', 'colour'])
      expect(await message(`kurrentdb://user:secret@host:2113?tls=true&${setting}=false`)).toBe(
        `EVENT_STORE_URL: the KurrentDB client has no setting "${setting}"`,
      );
    expect(await message('esdb://host:2113?tls=true&pass-secret=1')).toBe(
      'EVENT_STORE_URL: the KurrentDB client has no such setting as it names',
    );
    for (const password of ['pa?secret', 'pa@secret', 'pa?tls=secret'])
      expect(await message(`esdb://user:${password}@host:2113?tls=true`)).toBe(
        'EVENT_STORE_URL: characters of a user or a password that a URL cannot hold must be percent-encoded, as %40 for @ and %3F for ?',
      );
    const broken = [
      'kurrentdb://user:secret@host:port',
      'esdb://user:secret@',
      'esdb:secret',
      'esdb://secret?tls=perhaps',
    ];
    for (const url of broken)
      expect(await message(url)).toBe('EVENT_STORE_URL: not a URL of KurrentDB; as in esdb://user:password@host:2113');
  });
});
