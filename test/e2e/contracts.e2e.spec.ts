import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncApiDocument } from '@touchstream/projections';
import { run } from '../fixtures/program.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';

const LAUNCHER = join(import.meta.dirname, '../../apps/cli/bin/touchstream.js');
const touchstream = (...args: readonly string[]) => run([LAUNCHER, ...args]);

describe('touchstream schemas', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => removeFolder(folder));

  it('publishes what was added, refuses what would break a reader, and says so', async () => {
    const contracts = join(folder, 'schemas');
    expect(await touchstream('schemas', contracts)).toMatchObject({
      code: 64,
      stdout: '',
      stderr: `${contracts} cannot be read; --accept makes it\n`,
    });
    const accepted = await touchstream('schemas', contracts, '--accept');
    expect(accepted).toMatchObject({ code: 0, stdout: expect.stringMatching(/ 0 of them breaking\n$/) });
    expect((await readdir(contracts)).length).toBeGreaterThan(100);
    expect(await touchstream('schemas', contracts)).toMatchObject({ code: 0, stderr: '' });

    const file = join(contracts, 'call.held.v1.json');
    const older = (await readFile(file, 'utf8')).replaceAll('"callId"', '"call"');
    await writeFile(file, older);
    const refused = await touchstream('schemas', contracts, '--accept');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/call\.held\.v1\/call: field-removed: .*declare version 2 of call\.held/);
    expect(refused.stderr).toContain('call.held.v1/callId: required-field-added');
    expect(await readFile(file, 'utf8')).toBe(older);

    await writeFile(file, 'no JSON');
    expect(await touchstream('schemas', contracts)).toMatchObject({
      code: 64,
      stderr: `${file} is no published contract\n`,
    });
  });
});

describe('touchstream describe asyncapi', () => {
  it('prints the document of the public events', async () => {
    const { code, stdout, stderr } = await touchstream('describe', 'asyncapi');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(asyncApiDocument())));
  });
});
