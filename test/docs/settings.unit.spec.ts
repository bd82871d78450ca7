import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { settingsTable, tableRows } from './settings.js';

describe('the table of settings', () => {
  it('is the settings of the apps', async () => {
    const text = await readFile(join(import.meta.dirname, '../../docs/guides/settings.md'), 'utf8');
    expect(tableRows(text)).toEqual(settingsTable());
  });
});
