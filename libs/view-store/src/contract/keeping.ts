import { describe, expect, it } from '@jest/globals';
import type { View } from '@touchstream/views';
import { ViewStoreUnavailable } from '../view-store.js';
import { commitTo, filled, parkedAt, type Opened } from './stores.js';
import { testView, type TestDoc } from './test-view.js';

const view = testView();
const untyped = view as unknown as View;

export function keeping(opened: Opened): void {
  describe('what is committed', () => {
    const doc: TestDoc = { fields: { name: '张伟', amount: 7, open: true }, lookups: { ref: ['r'] }, text: ['张伟'] };

    it('is there when the store is opened again', async () => {
      const active = await filled(opened.store, view, { a: doc, b: { fields: { name: 'b' } } });
      const building = await opened.store.create(testView('contract', 2) as unknown as View);
      await commitTo(opened.store, untyped, active, {
        position: 9n,
        writes: [{ key: 'c', position: 9n, doc: null }],
        park: [parkedAt('p', 8n)],
      });
      const store = await opened.reopen();
      const read = await Promise.all([
        store.generations(view.name),
        store.getMany(active, ['a', 'c']),
        store.parked(active, { limit: 9 }),
        store.checkpoint(view.name),
        store.find(view, {
          where: [{ text: '伟' }, { lookup: 'ref', has: 'r' }, { field: 'open', is: true }],
          limit: 9,
        }),
      ]);
      expect(read).toEqual([
        [{ ...active, active: true, checkpoint: { position: 9n } }, building],
        new Map([
          ['a', { key: 'a', position: 1n, doc }],
          ['c', { key: 'c', position: 9n, doc: null }],
        ]),
        [parkedAt('p', 8n)],
        { position: 9n },
        { items: [{ key: 'a', position: 1n, doc }] },
      ]);
      await commitTo(store, untyped, active, { position: 10n, writes: [{ key: 'c', position: 8n, doc }] });
      expect(await store.get(view, 'c')).toBeUndefined();
    });

    it('is seen by another reader of the same storage, also a change of generations', async () => {
      const { store } = opened;
      const first = await filled(store, view, { a: { ...doc, body: 1 } });
      const reader = await opened.beside();
      const look = async () => [
        (await reader.get(view, 'a'))?.doc.body,
        (await reader.find(view, { where: [{ text: '张' }], limit: 9 })).items.map(item => item.doc.body),
        (await reader.tally(untyped, { where: [], groupBy: [], sum: ['amount'] })).map(({ sums }) => sums['amount']),
        (await reader.checkpoint(view.name))?.position,
      ];
      expect(await look()).toEqual([1, [1], [7n], 1n]);
      await commitTo(store, untyped, first, {
        position: 5n,
        writes: [{ key: 'a', position: 5n, doc: { ...doc, body: 2 } }],
      });
      expect(await look()).toEqual([2, [2], [7n], 5n]);
      await filled(store, view, { a: { ...doc, body: 3 } });
      expect(await look()).toEqual([3, [3], [7n], 1n]);
      await filled(store, testView('contract', 2, [{ name: 'more', fields: ['more'] }]), { a: { ...doc, body: 4 } });
      expect(await look()).toEqual([4, [4], [7n], 1n]);
    });
  });

  describe('a closed store', () => {
    it('says so, and may be closed again', async () => {
      const { store } = opened;
      const generation = await filled(store, view, {});
      await store.ping();
      await store.close();
      await store.close();
      const calls = [
        store.ping(),
        store.generations(view.name),
        store.create(untyped),
        store.activate(generation),
        store.drop(generation),
        store.getMany(generation, ['a']),
        store.commit([]),
        store.parked(generation, { limit: 1 }),
        store.parkedKeys(generation),
        store.acquire({ name: 'views', holder: 'a', ttlMs: 1 }),
        store.release({ name: 'views', token: 1n }),
        store.leases(),
        store.get(view, 'a'),
        store.getVersion(view, 'a'),
        store.find(view, { where: [], limit: 1 }),
        store.tally(untyped, { where: [], groupBy: [], sum: [] }),
        store.checkpoint(view.name),
      ];
      for (const outcome of await Promise.allSettled(calls))
        expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(ViewStoreUnavailable) });
    });
  });
}
