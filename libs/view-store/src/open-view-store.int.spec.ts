import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openViewStore, ViewStoreUnavailable } from './index.js';

describe('openViewStore', () => {
  it('opens the engine that the URL names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'view-store-'));
    const path = join(folder, 'views.db');
    await expect(openViewStore(`sqlite:${path}`, { readOnly: true })).rejects.toThrow(ViewStoreUnavailable);
    const store = await openViewStore(`sqlite:${relative('.', path)}`);
    const reader = await openViewStore(`sqlite:${path}`, { readOnly: true });
    expect(await reader.generations('any')).toEqual([]);
    await Promise.all([store.close(), reader.close()]);
    rmSync(folder, { recursive: true });
  });

  it('refuses a URL that names no file', async () => {
    await expect(openViewStore('sqlite:')).rejects.toThrow(
      new TypeError('it names no file; as in sqlite:./data/views.db'),
    );
  });

  it.each(['', 'sqlite', './views.db', 'postgres://user:secret@host/db', 'constructor:x', '__proto__:x'])(
    'refuses %j without repeating it',
    async url => {
      await expect(openViewStore(url)).rejects.toThrow(
        new TypeError('it must begin with sqlite: or mongodb: or mongodb+srv:'),
      );
    },
  );

  it.each([
    'mongodb://',
    'mongodb://user:secret@host:port/db',
    'mongodb://user:se%cret@host/db',
    'mongodb://h/a b.c?x=secret',
  ])('refuses %j as no URL of MongoDB, without repeating it', async url => {
    await expect(openViewStore(url)).rejects.toThrow(
      new TypeError('it is no URL of MongoDB; as in mongodb://user:password@host:27017/touchstream?replicaSet=rs0'),
    );
  });
});
