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

  it.each(['redis://user:secret@host/1', './data/events.db', 'sqlite', 'constructor:x', ''])(
    'refuses %j without repeating it',
    async url => {
      await expect(openEventStore(url)).rejects.toThrow(
        new TypeError('it must begin with sqlite: or esdb: or esdb+discover: or kurrentdb: or kurrentdb+discover:'),
      );
    },
  );

  it('refuses a URL that names no file', async () => {
    await expect(openEventStore('sqlite:')).rejects.toThrow(
      new TypeError('it names no file; as in sqlite:./data/events.db'),
    );
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
        `it has a setting "${setting}" that the KurrentDB client does not know`,
      );
    expect(await message('esdb://host:2113?tls=true&pass-secret=1')).toBe(
      'it has a setting that the KurrentDB client does not know',
    );
    for (const password of ['pa?secret', 'pa@secret', 'pa?tls=secret'])
      expect(await message(`esdb://user:${password}@host:2113?tls=true`)).toBe(
        'its user and password must be percent-encoded where a URL cannot hold their characters, as %40 for @ and %3F for ?',
      );
    const broken = [
      'kurrentdb://user:secret@host:port',
      'esdb://user:secret@',
      'esdb:secret',
      'esdb://secret?tls=perhaps',
    ];
    for (const url of broken)
      expect(await message(url)).toBe('it is no URL of KurrentDB; as in esdb://user:password@host:2113');
  });
});
