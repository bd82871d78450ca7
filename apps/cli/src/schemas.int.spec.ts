import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparePublished, UnreadableContracts } from './schemas.js';

let folder: string;
let contracts: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstream-schemas-'));
  contracts = join(folder, 'schemas');
});
afterEach(() => rm(folder, { recursive: true }));

const ACCEPT = { accept: true };
const COMPARE = { accept: false };

describe('the published contracts of a folder', () => {
  it('are made, and then agree', async () => {
    const { lines, breaking } = await comparePublished(contracts, ACCEPT);
    expect(breaking).toBe(0);
    expect(await readdir(contracts)).toHaveLength(lines.length);
    expect(await comparePublished(contracts, COMPARE)).toEqual({ lines: [], breaking: 0 });
  });

  it('are only compared where nobody accepts', async () => {
    await comparePublished(contracts, ACCEPT);
    await rm(join(contracts, 'call.held.v1.json'));
    const { lines } = await comparePublished(contracts, COMPARE);
    expect(lines).toEqual([expect.stringContaining('call.held.v1: type-added')]);
    expect(await readdir(contracts)).not.toContain('call.held.v1.json');
  });

  it('stay as they are where a change would break a reader', async () => {
    await comparePublished(contracts, ACCEPT);
    const file = join(contracts, 'call.held.v1.json');
    const older = (await readFile(file, 'utf8')).replaceAll('"callId"', '"call"');
    await writeFile(file, older);
    const { lines, breaking } = await comparePublished(contracts, ACCEPT);
    expect(lines).toContainEqual(
      expect.stringMatching(/^call\.held\.v1\/call: field-removed: .*declare version 2 of call\.held/),
    );
    expect(lines).toContainEqual(expect.stringContaining('call.held.v1/callId: required-field-added'));
    expect(breaking).toBeGreaterThan(1);
    expect(await readFile(file, 'utf8')).toBe(older);
  });

  it('must be there, and be contracts', async () => {
    await expect(comparePublished(contracts, COMPARE)).rejects.toThrow(UnreadableContracts);
    await comparePublished(contracts, ACCEPT);
    for (const text of ['no JSON', 'null', '{}']) {
      await writeFile(join(contracts, 'call.held.v1.json'), text);
      for (const how of [COMPARE, ACCEPT])
        await expect(comparePublished(contracts, how)).rejects.toThrow(
          new UnreadableContracts(`${join(contracts, 'call.held.v1.json')} is no published contract`),
        );
    }
  });

  it('are in no file', async () => {
    await writeFile(contracts, '');
    for (const how of [COMPARE, ACCEPT])
      await expect(comparePublished(contracts, how)).rejects.toThrow(UnreadableContracts);
  });
});
