import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { backUp, BackupRefused } from './backup.js';

const { EVENT_STORE_URL, EVENT_BUS_URL } = process.env;
const set = (variables: Readonly<Record<string, string | undefined>>) => {
  for (const [name, value] of Object.entries(variables))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
};

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'touchstream-backup-'))));
afterEach(async () => {
  set({ EVENT_STORE_URL, EVENT_BUS_URL });
  await rm(folder, { recursive: true });
});

it('is refused where a file stands in the place of the public feed, and leaves nothing behind', async () => {
  await writeFile(join(folder, 'events.db'), '');
  await writeFile(join(folder, 'bus'), '');
  set({ EVENT_STORE_URL: `sqlite:${join(folder, 'events.db')}`, EVENT_BUS_URL: `log:${join(folder, 'bus')}` });
  expect(() => backUp(join(folder, 'backup'), { json: true })).toThrow(BackupRefused);
  expect(await readdir(folder)).toEqual(['bus', 'events.db']);
});
