import { link, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openReport, ReportOverInput } from './report-file.js';

describe('the file of a report', () => {
  let folder: string;
  let mapping: string;
  let people: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    mapping = join(folder, 'people.yaml');
    people = join(folder, 'people.csv');
    await writeFile(mapping, 'the mapping');
    await writeFile(people, 'the people');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is none of those that are imported, by whatever name', async () => {
    const [linked, symbolic] = [join(folder, 'linked.csv'), join(folder, 'symbolic.csv')];
    await link(people, linked);
    await symlink('people.yaml', symbolic);
    for (const path of [mapping, people, join(folder, '.', 'people.csv'), linked, symbolic])
      await expect(openReport(path, [mapping, people])).rejects.toThrow(ReportOverInput);
    expect([await readFile(mapping, 'utf8'), await readFile(people, 'utf8')]).toEqual(['the mapping', 'the people']);
  });

  it('is made, or written anew', async () => {
    const path = join(folder, 'refused.csv');
    for (let time = 0; time < 2; time += 1) {
      const report = await openReport(path, [mapping, people]);
      await report.close();
      expect(await readFile(path, 'utf8')).toMatch(/^\uFEFFfile,row,[^\n]*\n$/);
    }
  });
});
