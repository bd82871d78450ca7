import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { asyncApiDocument } from '@touchstream/projections';
import { run } from '../fixtures/program.js';

const ROOT = join(import.meta.dirname, '../..');
const LAUNCHER = join(ROOT, 'apps/cli/bin/touchstream.js');
const touchstream = (...args: readonly string[]) => run([LAUNCHER, ...args]);

describe('touchstream schemas', () => {
  it('finds nothing where the published contracts are those of the program', async () => {
    expect(await touchstream('schemas', join(ROOT, 'libs/events/schemas'))).toEqual({
      code: 0,
      stdout: '0 changes, 0 of them breaking\n',
      stderr: '',
    });
  });

  it('ends with one line where there is no such folder', async () => {
    expect(await touchstream('schemas', join(ROOT, 'nowhere'))).toEqual({
      code: 64,
      stdout: '',
      stderr: `${join(ROOT, 'nowhere')} is not there; --accept makes it\n`,
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
