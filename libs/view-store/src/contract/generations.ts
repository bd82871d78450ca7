import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { View } from '@touchstream/views';
import { StaleCommit, ViewStoreUnavailable } from '../view-store.js';
import { commitTo, filled, parkedAt, type Opened } from './stores.js';
import { testView, type TestDoc } from './test-view.js';

const view = testView();
const untyped = view as unknown as View;
const doc = (name: string): TestDoc => ({ fields: { name }, lookups: { ref: [name] }, text: [name] });
const write = (key: string, position: bigint, name: string) => ({ key, position, doc: doc(name) });

export function generations(opened: Opened): void {
  describe('generations', () => {
    it('begin empty, before the feed, and are numbered from 1 for each view', async () => {
      const { store } = opened;
      expect(await store.generations(view.name)).toEqual([]);
      const first = await store.create(untyped);
      const second = await store.create(testView('contract', 2) as unknown as View);
      const other = await store.create(testView('other') as unknown as View);
      const empty = { active: false, checkpoint: { position: -1n } };
      expect([first, second, other]).toEqual([
        { view: 'contract', number: 1, version: 1, ...empty },
        { view: 'contract', number: 2, version: 2, ...empty },
        { view: 'other', number: 1, version: 1, ...empty },
      ]);
      expect(await store.generations(view.name)).toEqual([first, second]);
      expect(await store.getMany(first, ['a'])).toEqual(new Map());
    });

    it('are not seen by readers before they are activated', async () => {
      const { store } = opened;
      const generation = await store.create(untyped);
      await commitTo(store, untyped, generation, { position: 4n, writes: [write('a', 4n, 'x')] });
      expect(await store.checkpoint(view.name)).toBeUndefined();
      await expect(store.get(view, 'a')).rejects.toThrow(ViewStoreUnavailable);
      await expect(store.find(view, { where: [], limit: 1 })).rejects.toThrow(ViewStoreUnavailable);
      await expect(store.tally(untyped, { where: [], groupBy: [], sum: [] })).rejects.toThrow(ViewStoreUnavailable);
      await store.activate(generation);
      expect(await store.checkpoint(view.name)).toEqual({ position: 4n });
      expect((await store.get(view, 'a'))?.doc).toEqual(doc('x'));
      expect(await store.generations(view.name)).toEqual([
        { ...generation, active: true, checkpoint: { position: 4n } },
      ]);
    });

    it('change places at once, and the older ones are dropped', async () => {
      const { store } = opened;
      const first = await filled(store, view, { a: doc('old'), b: doc('old') });
      const between = await store.create(untyped);
      const next = await store.create(untyped);
      const later = await store.create(untyped);
      await commitTo(store, untyped, next, { position: 9n, writes: [write('a', 9n, 'new')] });
      await commitTo(store, untyped, first, { position: 5n, writes: [write('c', 5n, 'old')] });
      const named = async (name: string) =>
        (await store.find(view, { where: [{ text: name }], limit: 9 })).items.map(({ key }) => key);
      expect([await named('old'), await named('new')]).toEqual([['a', 'b', 'c'], []]);
      await store.activate(next);
      expect([await named('old'), await named('new')]).toEqual([[], ['a']]);
      expect((await store.generations(view.name)).map(({ number, active }) => [number, active])).toEqual([
        [next.number, true],
        [later.number, false],
      ]);
      for (const gone of [first, between]) {
        await expect(commitTo(store, untyped, gone, { position: 99n })).rejects.toThrow(StaleCommit);
        await expect(store.getMany(gone, ['a'])).rejects.toThrow(StaleCommit);
        await expect(store.parked(gone, { limit: 1 })).rejects.toThrow(StaleCommit);
        await expect(store.parkedKeys(gone)).rejects.toThrow(StaleCommit);
        await expect(store.activate(gone)).rejects.toThrow(StaleCommit);
      }
    });

    it('change places under who reads page by page, and misses nothing', async () => {
      const { store } = opened;
      const reader = await opened.beside();
      const amounts = [0, 1, 2, 3];
      const all = amounts.flatMap(amount =>
        ['a', 'b', 'c', 'd', 'e', 'f'].map(name => ({ key: amount + name, amount })),
      );
      const replace = () =>
        filled(store, view, Object.fromEntries(all.map(({ key, amount }) => [key, { fields: { amount } }])));
      const walk = async () => {
        const found: string[] = [];
        for (let after: string | undefined; ;) {
          const query = { where: [], orderBy: 'amount', limit: 4, ...(after !== undefined && { after }) };
          const { items, next } = await reader.find(view, query);
          found.push(...items.map(({ key }) => key));
          if (next === undefined) return found;
          after = next;
        }
      };
      await replace();
      const over = new AbortController();
      const replacing = async () => {
        for (let time = 0; time < 15; time += 1) await replace();
        over.abort();
      };
      const walking = async () => {
        while (!over.signal.aborted) {
          expect(await walk()).toEqual(all.map(({ key }) => key));
          await nextTurn();
        }
      };
      await Promise.all([replacing(), walking(), walking()]);
    });

    it('may be activated again, with no effect', async () => {
      const { store } = opened;
      const generation = await filled(store, view, { a: doc('x') });
      const building = await store.create(untyped);
      await store.activate(generation);
      await store.activate({ ...generation, active: true });
      expect((await store.generations(view.name)).map(({ number }) => number)).toEqual([
        generation.number,
        building.number,
      ]);
      expect((await store.get(view, 'a'))?.doc).toEqual(doc('x'));
    });

    it('can be dropped but for the active one, and their numbers are not given again', async () => {
      const { store } = opened;
      const active = await filled(store, view, { a: doc('x') });
      const building = await store.create(untyped);
      await commitTo(store, untyped, building, {
        position: 3n,
        writes: [write('a', 3n, 'y')],
        park: [parkedAt('p', 3n)],
      });
      await store.drop(building);
      await store.drop(building);
      await expect(store.drop(active)).rejects.toThrow('in use');
      const next = await store.create(untyped);
      expect(next.number).toBe(building.number + 1);
      expect(await store.getMany(next, ['a'])).toEqual(new Map());
      expect((await store.parkedKeys(next)).size).toBe(0);
      await expect(commitTo(store, untyped, building, { position: 4n })).rejects.toThrow(StaleCommit);
      expect((await store.get(view, 'a'))?.doc).toEqual(doc('x'));
    });

    it('tell the version of a document, and leave the document out where the reader names it', async () => {
      const { store } = opened;
      const first = await filled(store, view, { a: doc('x'), b: doc('y') });
      const version = { generation: first.number, position: 1n };
      expect(await store.getVersion(view, 'a')).toEqual({ version, doc: doc('x') });
      expect(await store.getVersion(view, 'a', version)).toEqual({ version });
      expect(await store.getVersion(view, 'a', { ...version, position: 2n })).toEqual({ version, doc: doc('x') });
      expect(await store.getVersion(view, 'a', { ...version, generation: first.number + 1 })).toEqual({
        version,
        doc: doc('x'),
      });
      expect(await store.getVersion(view, 'none', version)).toBeUndefined();
      expect(await store.getVersion(view, 'a', version)).toEqual({ version });
      await commitTo(store, untyped, first, { position: 2n, writes: [write('a', 2n, 'z')] });
      const newer = { ...version, position: 2n };
      expect(await store.getVersion(view, 'a', version)).toEqual({ version: newer, doc: doc('z') });
      expect(await store.getVersion(view, 'b', newer)).toEqual({ version: newer });
      await commitTo(store, untyped, first, { position: 3n, writes: [{ key: 'a', position: 3n, doc: null }] });
      expect(await store.getVersion(view, 'a', newer)).toBeUndefined();
    });

    it('of which the next one has other versions, also for a reader beside the writer and when the older is gone', async () => {
      const { store } = opened;
      const first = await filled(store, view, { a: doc('old') });
      const reader = await opened.beside();
      const version = { generation: first.number, position: 1n };
      for (const one of [store, reader, store, reader])
        expect(await one.getVersion(view, 'a', version)).toEqual({ version });
      const next = await filled(store, view, { a: doc('new') });
      for (const one of [store, reader])
        expect(await one.getVersion(view, 'a', version)).toEqual({
          version: { generation: next.number, position: 1n },
          doc: doc('new'),
        });
    });

    it('that another process activated take from who began them whatever documents are found by', async () => {
      const { store } = opened;
      const other = await opened.beside();
      const generation = await store.create(untyped);
      await commitTo(store, untyped, generation, { position: 2n, writes: [write('a', 1n, 'x'), write('b', 2n, 'y')] });
      await other.activate(generation);
      await commitTo(store, untyped, generation, { position: 4n, writes: [write('b', 3n, 'z'), write('c', 4n, 'z')] });
      for (const where of [[{ lookup: 'ref', has: 'z' }], [{ text: 'z' }], [{ field: 'name', is: 'z' }]])
        expect((await other.find(view, { where, limit: 9 })).items.map(({ key }) => key)).toEqual(['b', 'c']);
      for (const where of [[{ lookup: 'ref', has: 'y' }], [{ text: 'y' }]])
        expect((await other.find(view, { where, limit: 9 })).items).toEqual([]);
    });

    it('of several views hold their documents apart', async () => {
      const { store } = opened;
      const other = testView('other');
      await filled(store, view, { a: doc('one') });
      await filled(store, other, { a: doc('two') });
      expect((await store.get(view, 'a'))?.doc).toEqual(doc('one'));
      expect((await store.get(other, 'a'))?.doc).toEqual(doc('two'));
      const where = [{ lookup: 'ref', has: 'two' }, { text: 'two' }];
      expect((await store.find(view, { where, limit: 9 })).items).toEqual([]);
      expect((await store.find(other, { where, limit: 9 })).items).toHaveLength(1);
    });

    it('are committed to together', async () => {
      const { store } = opened;
      const other = testView('other');
      const batches = [];
      for (const one of [view, other]) {
        const generation = await filled(store, one, {});
        batches.push({
          generation,
          view: one as unknown as View,
          writes: [write('a', 2n, one.name)],
          checkpoint: { position: 2n },
        });
      }
      await store.commit(batches);
      await store.commit([]);
      for (const one of [view, other]) {
        expect((await store.get(one, 'a'))?.doc).toEqual(doc(one.name));
        expect(await store.checkpoint(one.name)).toEqual({ position: 2n });
      }
    });

    it('made before a field was declared cannot be asked for it, and can for the others', async () => {
      const { store } = opened;
      await filled(store, view, { a: doc('x') });
      const newer = testView('contract', 2, [{ name: 'by-tier', fields: ['tier'] }]);
      await expect(store.find(newer, { where: [{ field: 'tier', is: 1 }], limit: 1 })).rejects.toThrow(
        ViewStoreUnavailable,
      );
      await expect(store.find(newer, { where: [], orderBy: 'tier', limit: 1 })).rejects.toThrow(ViewStoreUnavailable);
      expect((await store.find(newer, { where: [{ field: 'name', is: 'x' }], limit: 1 })).items).toHaveLength(1);
      await filled(store, newer, { a: { fields: { tier: 1 } } });
      expect((await store.find(newer, { where: [{ field: 'tier', is: 1 }], limit: 1 })).items).toHaveLength(1);
    });
  });
}
