import { describe, expect, it } from '@jest/globals';
import type { View } from '@touchstream/views';
import { StaleCommit } from '../view-store.js';
import { commitTo, filled, parkedAt, type Opened } from './stores.js';
import { testView } from './test-view.js';

const view = testView();
const untyped = view as unknown as View;

export function parking(opened: Opened): void {
  const started = async () => ({ store: opened.store, generation: await filled(opened.store, view, {}) });

  describe('parked events', () => {
    it('are kept as they were given, in order of position', async () => {
      const { store, generation } = await started();
      const park = [
        parkedAt('b', 3n, { reason: 'behind', parkedAt: '2026-01-02T03:04:06.000Z' }),
        parkedAt('stream:customer-é', 2n ** 40n, { stream: 'customer-é', revision: 12 }),
        parkedAt('b', 2n),
        parkedAt('a', 4n),
      ];
      await commitTo(store, untyped, generation, { position: 4n, park });
      expect(await store.parked(generation, { limit: 9 })).toEqual([park[2], park[0], park[3], park[1]]);
      expect(await store.parked(generation, { key: 'b', limit: 9 })).toEqual([park[2], park[0]]);
      expect(await store.parked(generation, { key: 'c', limit: 9 })).toEqual([]);
      expect(await store.parked(generation, { limit: 2 })).toEqual([park[2], park[0]]);
      expect(await store.parked(generation, { after: 3n, limit: 9 })).toEqual([park[3], park[1]]);
      expect(await store.parked(generation, { key: 'b', after: 2n, limit: 1 })).toEqual([park[0]]);
      expect(await store.parkedKeys(generation)).toEqual(
        new Map([
          ['a', { count: 1, oldest: '2026-01-02T03:04:05.678Z', first: 4n }],
          ['b', { count: 2, oldest: '2026-01-02T03:04:05.678Z', first: 2n }],
          ['stream:customer-é', { count: 1, oldest: '2026-01-02T03:04:05.678Z', first: 2n ** 40n }],
        ]),
      );
    });

    it('may be many, and are forgotten as many at a time', async () => {
      const { store, generation } = await started();
      const park = Array.from({ length: 1_200 }, (_, at) => parkedAt(`k${at % 3}`, BigInt(at + 1)));
      await commitTo(store, untyped, generation, { position: 1_200n, park });
      expect(await store.parked(generation, { limit: 2_000 })).toEqual(park);
      await commitTo(store, untyped, generation, { position: 1_200n, unpark: park.slice(1) });
      expect(await store.parked(generation, { limit: 2_000 })).toEqual(park.slice(0, 1));
    });

    it('of one event stay together on a page', async () => {
      const { store, generation } = await started();
      const park = [parkedAt('a', 1n), ...['x', 'y', 'z'].map(key => parkedAt(key, 2n)), parkedAt('a', 3n)];
      await commitTo(store, untyped, generation, { position: 3n, park });
      expect(await store.parked(generation, { limit: 2 })).toEqual(park.slice(0, 4));
      expect(await store.parked(generation, { after: 1n, limit: 1 })).toEqual(park.slice(1, 4));
      expect(await store.parked(generation, { after: 2n, limit: 1 })).toEqual(park.slice(4));
    });

    it('are forgotten by the commit that folds them in', async () => {
      const { store, generation } = await started();
      await commitTo(store, untyped, generation, {
        position: 3n,
        park: [parkedAt('a', 1n), parkedAt('a', 2n), parkedAt('b', 2n)],
      });
      const doc = { body: 'folded' };
      for (let time = 0; time < 2; time += 1)
        await commitTo(store, untyped, generation, {
          position: 3n,
          writes: [{ key: 'a', position: 2n, doc }],
          unpark: [
            { key: 'a', position: 1n },
            { key: 'a', position: 2n },
          ],
        });
      expect((await store.parked(generation, { limit: 9 })).map(({ key }) => key)).toEqual(['b']);
      expect((await store.get(view, 'a'))?.doc).toEqual(doc);
    });

    it('stay as they are where they are parked again, unless the same commit forgets them', async () => {
      const { store, generation } = await started();
      const again = parkedAt('a', 1n, { reason: 'RangeError', parkedAt: '2026-02-02T03:04:05.678Z' });
      await commitTo(store, untyped, generation, { position: 1n, park: [parkedAt('a', 1n)] });
      await commitTo(store, untyped, generation, { position: 1n, park: [again] });
      expect(await store.parked(generation, { limit: 9 })).toEqual([parkedAt('a', 1n)]);
      await commitTo(store, untyped, generation, { position: 1n, park: [again], unpark: [{ key: 'a', position: 1n }] });
      expect(await store.parked(generation, { limit: 9 })).toEqual([again]);
    });

    it('belong to one generation, and none comes of a stale commit', async () => {
      const { store, generation } = await started();
      const next = await store.create(untyped);
      await commitTo(store, untyped, generation, { position: 5n, park: [parkedAt('a', 5n)] });
      expect((await store.parkedKeys(next)).size).toBe(0);
      await expect(
        commitTo(store, untyped, generation, {
          position: 4n,
          park: [parkedAt('b', 4n)],
          unpark: [{ key: 'a', position: 5n }],
        }),
      ).rejects.toThrow(StaleCommit);
      expect(await store.parked(generation, { limit: 9 })).toEqual([parkedAt('a', 5n)]);
    });
  });
}
