import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StaleCommit } from '@touchstream/view-store';
import { chains, embedded, type Embedded } from '../testing/index.js';
import { writerUnder, type ViewWriter } from './writer.js';

describe('what is written under a lease', () => {
  let engines: Embedded;
  let first: ViewWriter;
  let second: ViewWriter;
  beforeEach(async () => {
    engines = await embedded();
    [first, second] = [writerUnder(1n, engines.viewStore), writerUnder(2n, engines.viewStore)];
  });
  afterEach(() => engines.dispose());

  it('is refused as soon as the next holder has taken it up', async () => {
    const generation = await first.create(chains);
    const { checkpoint } = generation;
    await second.takeUp(chains);
    await expect(first.commit([{ generation, view: chains, writes: [], checkpoint }])).rejects.toThrow(StaleCommit);
    await expect(first.activate(generation)).rejects.toThrow(StaleCommit);
    await expect(first.drop(generation)).rejects.toThrow(StaleCommit);
    expect(await second.takeUp(chains)).toEqual([generation]);
  });

  it('is refused where it concerns what the next holder has begun', async () => {
    const generation = await second.create(chains);
    await expect(first.activate(generation)).rejects.toThrow(StaleCommit);
  });
});
