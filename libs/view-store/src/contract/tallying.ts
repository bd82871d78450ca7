import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { View } from '@touchstream/views';
import type { Tally } from '../view-store.js';
import { anyDoc, anyKey, anyWhere } from './arbitraries.js';
import { Model } from './model.js';
import { filled, type Opened } from './stores.js';
import { testView, type TestDoc } from './test-view.js';

const view = testView();
const untyped = view as unknown as View;
const doc = (fields: TestDoc['fields'], text: readonly string[] = []): TestDoc => ({ ...(fields && { fields }), text });

export function tallying(opened: Opened): void {
  const tally = (query: Partial<Tally>) => opened.store.tally(untyped, { where: [], groupBy: [], sum: [], ...query });

  describe('tally', () => {
    it('counts and adds up by groups, in their order', async () => {
      await filled(opened.store, view, {
        a: doc({ owner: 'o2', amount: 5, open: true }, ['anna']),
        b: doc({ owner: 'o1', amount: -7, open: true }),
        c: doc({ owner: 'o1', amount: 2, open: false }, ['anna']),
        d: doc({ amount: null }),
        e: doc({ owner: 'o1', open: true }, ['annika']),
      });
      expect(await tally({ groupBy: ['owner'], sum: ['amount'] })).toEqual([
        { group: { owner: null }, count: 1, sums: { amount: 0n } },
        { group: { owner: 'o1' }, count: 3, sums: { amount: -5n } },
        { group: { owner: 'o2' }, count: 1, sums: { amount: 5n } },
      ]);
      expect(await tally({ groupBy: ['open', 'owner'], where: [{ field: 'owner', from: '' }] })).toEqual([
        { group: { open: false, owner: 'o1' }, count: 1, sums: {} },
        { group: { open: true, owner: 'o1' }, count: 2, sums: {} },
        { group: { open: true, owner: 'o2' }, count: 1, sums: {} },
      ]);
      expect(await tally({ where: [{ text: 'ann' }, { field: 'open', is: true }], sum: ['amount'] })).toEqual([
        { group: {}, count: 2, sums: { amount: 5n } },
      ]);
      const upTo = [
        { field: 'owner', is: 'o1' },
        { field: 'amount', upTo: 2 },
      ];
      expect(await tally({ where: upTo, sum: ['amount'] })).toEqual([{ group: {}, count: 2, sums: { amount: -5n } }]);
      expect(await tally({ groupBy: ['amount'], where: [{ field: 'owner', is: 'o1' }] })).toEqual(
        [null, -7, 2].map(amount => ({ group: { amount }, count: 1, sums: {} })),
      );
    });

    it('has no group where no document matches', async () => {
      await filled(opened.store, view, { a: doc({ owner: 'o' }) });
      for (const groupBy of [[], ['owner']])
        expect(await tally({ groupBy, where: [{ field: 'owner', is: 'x' }] })).toEqual([]);
    });

    it('adds up exactly beyond 64 bits, and counts what is no integer for nothing', async () => {
      const most = Number.MAX_SAFE_INTEGER;
      const documents = Object.fromEntries(
        Array.from({ length: 3_000 }, (_, at) => [
          `k${at}`,
          doc({ owner: at % 3 === 0 ? 'low' : 'high', amount: at % 3 === 0 ? -most : most }),
        ]),
      );
      await filled(opened.store, view, {
        ...documents,
        x: doc({ owner: 'odd', amount: 'text' }),
        y: doc({ owner: 'odd', amount: true }),
      });
      expect(await tally({ groupBy: ['owner'], sum: ['amount'] })).toEqual([
        { group: { owner: 'high' }, count: 2_000, sums: { amount: 2_000n * BigInt(most) } },
        { group: { owner: 'low' }, count: 1_000, sums: { amount: -1_000n * BigInt(most) } },
        { group: { owner: 'odd' }, count: 2, sums: { amount: 0n } },
      ]);
    });

    it('refuses fields that no index names', async () => {
      await filled(opened.store, view, {});
      await expect(tally({ groupBy: ['secret'] })).rejects.toThrow(TypeError);
      await expect(tally({ sum: ['secret'] })).rejects.toThrow(TypeError);
      await expect(tally({ where: [{ field: 'secret', is: 1 }] })).rejects.toThrow(TypeError);
    });

    it('agrees with a model', async () => {
      const fields = fc.uniqueArray(fc.constantFrom('name', 'amount', 'owner', 'open'), { maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(anyKey, anyDoc, { maxKeys: 15 }),
          anyWhere,
          fields,
          fields,
          async (documents, where, groupBy, sum) => {
            const model = new Model();
            for (const [key, one] of Object.entries(documents)) model.documents.set(key, one);
            await filled(opened.store, view, documents);
            expect(await tally({ where, groupBy, sum })).toEqual(model.tally({ where, groupBy, sum }));
          },
        ),
        { numRuns: 100 },
      );
    });
  });
}
