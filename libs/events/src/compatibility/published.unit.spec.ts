import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { contractChanges, describeChange } from './contract-changes.js';
import { isPublishedContract, nameOfContract, presentContracts, type PublishedContract } from './published-contract.js';

const FOLDER = join(import.meta.dirname, '../../schemas');
const files = readdirSync(FOLDER);
const published = files.map(name => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as PublishedContract);

describe('the published contracts', () => {
  it('are those of the program', () => {
    const changes = contractChanges(published, presentContracts());
    expect(changes.map(describeChange)).toEqual([]);
  });

  it('are known from what is none', () => {
    expect(published.filter(one => !isPublishedContract(one))).toEqual([]);
    const [one] = published;
    const { schema, ...rest } = one!;
    for (const none of [
      null,
      {},
      [],
      5,
      rest,
      { ...one, version: 'one' },
      { ...one, samples: [null] },
      { ...one, schema: null },
      { ...one, schema: { ...schema, properties: null } },
      { ...one, schema: { ...schema, required: { id: true } } },
      { ...one, schema: { ...schema, properties: { id: null } } },
    ])
      expect(isPublishedContract(none)).toBe(false);
  });

  it('stand in a file each, named after the type and its version', () => {
    expect(files).toEqual(published.map(one => `${nameOfContract(one)}.json`));
    expect(files.length).toBeGreaterThan(100);
  });
});
