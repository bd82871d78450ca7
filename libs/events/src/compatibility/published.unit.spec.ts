import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { contractChanges, describeChange } from './contract-changes.js';
import { nameOfContract, presentContracts, type PublishedContract } from './published-contract.js';

const FOLDER = join(import.meta.dirname, '../../schemas');
const files = readdirSync(FOLDER);
const published = files.map(name => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as PublishedContract);

describe('the published contracts', () => {
  it('are those of the program', () => {
    const changes = contractChanges(published, presentContracts());
    expect(changes.map(describeChange)).toEqual([]);
  });

  it('stand in a file each, named after the type and its version', () => {
    expect(files).toEqual(published.map(one => `${nameOfContract(one)}.json`));
    expect(files.length).toBeGreaterThan(100);
  });
});
