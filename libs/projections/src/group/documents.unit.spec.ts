import { describe, expect, it } from '@jest/globals';
import type { DocWrite, Generation } from '@touchstream/view-store';
import { Documents } from './documents.js';

const generation: Generation = {
  view: 'v',
  number: 1,
  version: 1,
  active: false,
  checkpoint: { position: -1n },
};
const write = (key: string, position: bigint): DocWrite => ({ key, position, doc: { position: Number(position) } });

describe('the documents of a fold', () => {
  /** On a store that holds these, and is empty by default. */
  const opened = (stored = new Map<string, DocWrite>()) => {
    const asked: string[] = [];
    const store = {
      getMany: async (_: Generation, keys: readonly string[]) => {
        asked.push(...keys);
        return new Map([...stored].filter(([key]) => keys.includes(key)));
      },
    };
    const checkpoint = { position: stored.size === 0 ? generation.checkpoint.position : 1n };
    return { asked, documents: new Documents(store, { ...generation, checkpoint }, 2) };
  };

  it('are known while they are committed, and the newer ones before those', async () => {
    const { asked, documents } = opened();
    documents.change([write('a', 1n), write('b', 1n)]);
    expect(documents.handOver()).toEqual([
      { ...write('a', 1n), isFirst: true },
      { ...write('b', 1n), isFirst: true },
    ]);
    documents.change([write('a', 2n)]);
    expect([...(await documents.load(['a', 'b'])).values()].map(({ position }) => position)).toEqual([2n, 1n]);
    expect(asked).toEqual([]);
  });

  it('are asked of the store again where they were not to be kept', async () => {
    const stored = new Map([['a', write('a', 1n)]]);
    const { asked, documents } = opened(stored);
    await documents.load(['a']);
    documents.change([write('a', 2n)]);
    for (const one of documents.handOver(false)) stored.set(one.key, one);
    documents.committed();
    expect((await documents.load(['a'])).get('a')).toEqual(write('a', 2n));
    expect(asked).toEqual(['a', 'a']);
  });

  it('are not asked of a store that is known to have none of them', async () => {
    const { asked, documents } = opened(new Map([['a', write('a', 1n)]]));
    documents.change([write('b', 1n)]);
    expect((await documents.load(['b', 'c'], true)).get('b')).toMatchObject(write('b', 1n));
    expect(asked).toEqual([]);
  });

  it('are written once for each time that they are handed over', () => {
    const { documents } = opened();
    documents.change([write('a', 1n)]);
    documents.handOver();
    documents.change([write('a', 2n)]);
    documents.committed();
    // No longer the first write of it.
    expect(documents.handOver()).toEqual([write('a', 2n)]);
    documents.committed();
    expect([documents.waiting, documents.handOver()]).toEqual([0, []]);
  });
});
