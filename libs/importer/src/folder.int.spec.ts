import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureReadable, filesIn } from './folder.js';
import { UnreadableFile } from './reading/index.js';

describe('the files of a mapping', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'));
    await mkdir(join(folder, 'people'));
    await writeFile(join(folder, 'people', 'north.csv'), 'name');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are opened in their folder', async () => {
    expect(await text(await filesIn(folder)('people/north.csv'))).toBe('name');
  });

  it.each([
    ['south.csv', 'ENOENT'],
    ['people', 'EISDIR'],
  ])('are refused where they cannot be read: %s', async (path, why) => {
    const refused = new UnreadableFile(`${join(folder, path)} cannot be read: ${why}`);
    await expect(filesIn(folder)(path)).rejects.toThrow(refused);
    await expect(ensureReadable(join(folder, path))).rejects.toThrow(refused);
  });
});
