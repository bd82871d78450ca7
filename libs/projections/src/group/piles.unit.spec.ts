import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, asyncProperty, integer, tuple } from 'fast-check';
import { Piles } from './piles.js';

const taken = async (piles: Piles, number: number) => {
  const slices: Buffer[] = [];
  for await (const slice of piles.take(number)) slices.push(Buffer.from(slice));
  return Buffer.concat(slices);
};

describe('piles', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'piles-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('give back what was put on them, in order, in memory and through a file', async () => {
    const PILES = 3;
    const record = tuple(integer({ min: 0, max: PILES - 1 }), integer({ min: 1, max: 40_000 }));
    const property = asyncProperty(array(record, { maxLength: 200, size: 'max' }), async records => {
      const piles = new Piles(PILES, folder);
      const put = Array.from({ length: PILES }, (): Buffer[] => []);
      for (const [n, [pile, length]] of records.entries()) {
        const bytes = Buffer.alloc(length, n);
        put[pile]!.push(bytes);
        piles.put(pile, bytes);
        await piles.relieve();
      }
      for (const [pile, wanted] of put.entries())
        expect((await taken(piles, pile)).equals(Buffer.concat(wanted))).toBe(true);
      await piles.close();
    });
    await assert(property, { numRuns: 30 });
  });

  it('leave no file behind', async () => {
    const piles = new Piles(1, folder);
    for (let n = 0; n < 64; n += 1) piles.put(0, Buffer.alloc(40_000, n));
    await piles.relieve();
    expect(readdirSync(folder)).toEqual([]);
    expect(await taken(piles, 0)).toHaveLength(64 * 40_000);
    await piles.close();
  });

  it('give a large one back in slices, none of which parts a record', async () => {
    const piles = new Piles(1, folder);
    const large = Buffer.alloc(10_000_001, 1);
    for (let n = 0; n < 3; n += 1) piles.put(0, large);
    await piles.relieve();
    const lengths: number[] = [];
    for await (const slice of piles.take(0)) lengths.push(slice.length);
    expect(lengths).toEqual([large.length, large.length, large.length]);
    await piles.close();
  });

  it('keep what cannot be written', async () => {
    const piles = new Piles(1, join(folder, 'missing'));
    for (let n = 0; n < 64; n += 1) piles.put(0, Buffer.alloc(40_000, n));
    expect(piles.trouble).toBeUndefined();
    await piles.relieve();
    expect(piles.trouble).toMatchObject({ code: 'ENOENT' });
    piles.put(0, Buffer.alloc(10, 64));
    await piles.relieve();
    const bytes = await taken(piles, 0);
    expect(bytes).toHaveLength(64 * 40_000 + 10);
    expect([bytes[0], bytes.at(-11), bytes.at(-1)]).toEqual([0, 63, 64]);
    await piles.close();
  });
});
