import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { View } from '@touchstream/views';
import {
  InvalidCursor,
  type Condition,
  type DocWrite,
  type Find,
  type Generation,
  type ViewStore,
} from '../view-store.js';
import { anyDoc, anyKey, anyQuery } from './arbitraries.js';
import { Model, type ModelPlace } from './model.js';
import { commitTo, filled, type Opened } from './stores.js';
import { testView, type TestDoc } from './test-view.js';

const view = testView();
const untyped = view as unknown as View;
const fields = (value: TestDoc['fields']): TestDoc => ({ ...(value && { fields: value }) });

export function finding(opened: Opened): void {
  const keys = async (query: Partial<Find>): Promise<string[]> =>
    (await opened.store.find(view, { where: [], limit: 100, ...query })).items.map(({ key }) => key);
  const where = (...conditions: Condition[]) => keys({ where: conditions });

  describe('find', () => {
    const documents = {
      a: fields({ name: 'Ада', amount: 10, owner: 'o1', open: true }),
      b: fields({ name: 'B', amount: -5, owner: 'o1', open: false }),
      c: fields({ name: '', amount: 0, owner: 'o2', open: true }),
      d: fields({ name: null, amount: null, owner: null, open: null }),
      e: fields({ name: '10', amount: 9_007_199_254_740_991 }),
      f: {},
      g: fields({ name: '\u{1f600}', amount: -9_007_199_254_740_991 }),
      h: fields({ name: '\uffee', amount: 0.5 }),
      i: fields({ name: 3, amount: 'text' }),
      j: fields({ name: true, amount: false }),
    };

    it('takes every kind of condition on a field', async () => {
      await filled(opened.store, view, documents);
      const cases: readonly [Condition, string][] = [
        [{ field: 'name', is: 'B' }, 'b'],
        [{ field: 'name', is: '' }, 'c'],
        [{ field: 'name', is: '10' }, 'e'],
        [{ field: 'name', is: 10 }, ''],
        [{ field: 'name', is: null }, 'df'],
        [{ field: 'amount', is: 10 }, 'a'],
        [{ field: 'amount', is: -0 }, 'c'],
        [{ field: 'amount', is: 0.5 }, 'h'],
        [{ field: 'amount', is: 9_007_199_254_740_991 }, 'e'],
        [{ field: 'open', is: true }, 'ac'],
        [{ field: 'open', is: false }, 'b'],
        [{ field: 'open', is: null }, 'defghij'],
        [{ field: 'open', is: 1 }, ''],
        [{ field: 'owner', in: ['o1', 'o2', 'o1', 'x'] }, 'abc'],
        [{ field: 'owner', in: ['o2'] }, 'c'],
        [{ field: 'owner', in: [] }, ''],
        [{ field: 'amount', in: [10, 0, 7] }, 'ac'],
        [{ field: 'amount', from: 0 }, 'aceh'],
        [{ field: 'amount', below: 0 }, 'bg'],
        [{ field: 'amount', upTo: 0 }, 'bcg'],
        [{ field: 'amount', from: -5, below: 10 }, 'bch'],
        [{ field: 'amount', from: 10, upTo: 10 }, 'a'],
        [{ field: 'amount', from: 11, upTo: 10 }, ''],
        [{ field: 'amount', below: 10, upTo: 3 }, 'bcgh'],
        [{ field: 'amount' }, 'abcdefghij'],
        [{ field: 'name', from: '' }, 'abcegh'],
        [{ field: 'name', from: 'B' }, 'abgh'],
        [{ field: 'name', below: 'B' }, 'ce'],
        [{ field: 'name', upTo: 'B' }, 'bce'],
        [{ field: 'name', from: '\uffff' }, 'g'],
        [{ field: 'name', from: 5 }, ''],
        [{ field: 'name', upTo: 5 }, 'i'],
        [{ field: 'amount', from: 'a' }, 'i'],
        [{ field: 'name', is: true }, 'j'],
      ];
      for (const [condition, expected] of cases)
        expect([condition, (await where(condition)).join('')]).toEqual([condition, expected]);
    });

    it('holds all of several conditions', async () => {
      await filled(opened.store, view, documents);
      expect(await where({ field: 'owner', is: 'o1' }, { field: 'open', is: true })).toEqual(['a']);
      expect(
        await where(
          { field: 'amount', from: -5 },
          { field: 'amount', below: 10 },
          { field: 'owner', in: ['o1', 'o2'] },
        ),
      ).toEqual(['b', 'c']);
      expect(await where({ field: 'name', is: 'B' }, { field: 'name', is: '' })).toEqual([]);
    });

    it('orders by null, numbers, text by code point, false, true, and then by key; descending is the reverse', async () => {
      await filled(opened.store, view, {
        ...documents,
        k: fields({ name: false }),
        l: fields({ name: 'B' }),
      });
      const expected = ['d', 'f', 'i', 'c', 'e', 'b', 'l', 'a', 'h', 'g', 'k', 'j'];
      expect(await keys({ orderBy: 'name' })).toEqual(expected);
      expect(await keys({ orderBy: 'name', direction: 'ascending' })).toEqual(expected);
      expect(await keys({ orderBy: 'name', direction: 'descending' })).toEqual([...expected].reverse());
      expect(await keys({ direction: 'descending' })).toEqual(Array.from('lkjihgfedcba'));
      expect(await keys({ orderBy: 'owner', where: [{ field: 'owner', is: 'o1' }], direction: 'descending' })).toEqual([
        'b',
        'a',
      ]);
    });

    it('finds by what several documents share, and by several of one document', async () => {
      const ref = (...values: string[]): TestDoc => ({ lookups: { ref: values, other: ['z'] } });
      await filled(opened.store, view, {
        a: ref('x', 'y', 'x'),
        b: ref('x'),
        c: ref(),
        d: ref('X', "it's", '', '%', '\ud800'),
      });
      const has = (value: string, lookup = 'ref') => where({ lookup, has: value });
      expect(await has('x')).toEqual(['a', 'b']);
      expect(await has('y')).toEqual(['a']);
      for (const value of ['X', "it's", '', '%', '\ud800']) expect(await has(value)).toEqual(['d']);
      expect(await has('z')).toEqual([]);
      expect(await has('z', 'other')).toEqual(['a', 'b', 'c', 'd']);
      expect(await has('x', 'never')).toEqual([]);
      expect(await has('x', '__proto__')).toEqual([]);
      expect(await where({ lookup: 'ref', has: 'x' }, { lookup: 'ref', has: 'y' })).toEqual(['a']);
    });

    it('takes field values of any text', async () => {
      const values = [
        "it's",
        '"',
        '\\',
        '%',
        '_',
        '*',
        ';--',
        '\n',
        '\0',
        'a\0b',
        '$x',
        'null',
        '\ud800',
        'x'.repeat(5_000),
      ];
      await filled(
        opened.store,
        view,
        Object.fromEntries(values.map((name, at) => [`k${at}`, fields({ name, owner: name })])),
      );
      for (const [at, value] of values.entries()) {
        expect(await where({ field: 'name', is: value })).toEqual([`k${at}`]);
        expect(await where({ field: 'name', in: [value, 'other'] }, { field: 'owner', is: value })).toEqual([`k${at}`]);
      }
    });

    it('finds and orders by what an index only includes', async () => {
      const placed = testView('contract', 1, [{ name: 'by-place', fields: ['place', 'name'], includes: ['color'] }]);
      await filled(opened.store, placed, {
        a: fields({ place: 'x', name: '3', color: 'red' }),
        b: fields({ place: 'x', name: '2', color: 'blue' }),
        c: fields({ place: 'x', name: '1', color: 'red' }),
        d: fields({ place: 'y', name: '1', color: 'red' }),
        e: fields({ place: 'x', name: '4' }),
      });
      const found = async (query: Partial<Find>) => {
        const { items, next } = await opened.store.find(placed, { where: [], limit: 100, ...query });
        return [items.map(({ key }) => key).join(''), next] as const;
      };
      const place: Condition = { field: 'place', is: 'x' };
      const red: Condition = { field: 'color', is: 'red' };
      const [first, next] = await found({ where: [place, red], orderBy: 'name', limit: 1 });
      expect(first).toBe('c');
      expect(await found({ where: [place, red], orderBy: 'name', limit: 1, after: next! })).toEqual(['a', undefined]);
      expect(await found({ where: [place, { field: 'color', from: 'c' }], orderBy: 'name' })).toEqual([
        'ca',
        undefined,
      ]);
      expect(await found({ where: [red] })).toEqual(['acd', undefined]);
      expect(await found({ where: [place], orderBy: 'color' })).toEqual(['ebac', undefined]);
    });

    it('gives the documents', async () => {
      await filled(opened.store, view, documents);
      const { items, next } = await opened.store.find(view, { where: [{ field: 'name', is: 'B' }], limit: 1 });
      expect(items).toEqual([{ key: 'b', position: 2n, doc: documents.b }]);
      expect(next).toBeUndefined();
    });

    it('refuses what it cannot keep', async () => {
      await filled(opened.store, view, documents);
      await expect(keys({ where: [{ field: 'secret', is: 1 }] })).rejects.toThrow(
        "field secret is in none of the view's indexes",
      );
      await expect(keys({ orderBy: 'secret' })).rejects.toThrow(TypeError);
      await expect(keys({ orderBy: '__proto__' })).rejects.toThrow(TypeError);
      await expect(keys({ where: [{ field: 'name', is: Number.NaN }] })).rejects.toThrow(TypeError);
      await expect(keys({ where: [{ field: 'name', is: ['x'] as never }] })).rejects.toThrow(TypeError);
      await expect(keys({ where: [{ field: 'name', in: [null as never] }] })).rejects.toThrow(TypeError);
      await expect(keys({ where: [{ field: 'name', from: 1, below: 'x' }] })).rejects.toThrow(TypeError);
      await expect(keys({ where: [{ field: 'name', from: true as never }] })).rejects.toThrow(TypeError);
      for (const limit of [0, -1, 1.5, 1_001, Number.NaN]) await expect(keys({ limit })).rejects.toThrow(RangeError);
    });
  });

  describe('pages', () => {
    const many = Object.fromEntries(
      Array.from({ length: 25 }, (_, at) => [
        `k${String(at).padStart(2, '0')}`,
        fields({ name: at % 4 === 0 ? null : `n${at % 3}`, owner: `o${at % 2}` }),
      ]),
    );
    const all = async (store: ViewStore, query: Find): Promise<string[]> => {
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.find(view, { ...query, ...(after !== undefined && { after }) });
        expect(page.items.length === query.limit || page.next === undefined).toBe(true);
        found.push(...page.items.map(({ key }) => key));
        after = page.next;
      } while (after !== undefined);
      return found;
    };

    it.each([1, 2, 5, 24, 25, 26])('of %d give every document once, in order', async limit => {
      await filled(opened.store, view, many);
      const model = new Model();
      for (const [key, doc] of Object.entries(many)) model.documents.set(key, doc);
      const wheres: readonly Condition[][] = [
        [],
        [{ field: 'owner', is: 'o1' }],
        [{ field: 'owner', in: ['o1', 'o0'] }],
      ];
      for (const direction of ['ascending', 'descending'] as const)
        for (const orderBy of [undefined, 'name', 'owner'])
          for (const conditions of wheres) {
            const query: Find = { where: conditions, direction, limit, ...(orderBy && { orderBy }) };
            expect(await all(opened.store, query)).toEqual(model.page({ ...query, limit: 1_000 }).keys);
          }
    });

    it('go on with another limit, but not with another query, nor with what is no cursor', async () => {
      await filled(opened.store, view, many);
      const other = testView('other');
      await filled(opened.store, other, many);
      const query: Find = { where: [{ field: 'owner', is: 'o1' }], orderBy: 'name', limit: 3 };
      const { next = '' } = await opened.store.find(view, query);
      expect(await keys({ ...query, limit: 20, after: next })).toHaveLength(9);
      expect(next).toMatch(/^[\w-]+$/);
      const refused: readonly Partial<Find>[] = [
        { ...query, where: [] },
        { ...query, where: [{ field: 'owner', is: 'o2' }] },
        { ...query, where: [...query.where, { text: 'x' }] },
        { ...query, orderBy: 'owner' },
        { ...query, direction: 'descending' },
        ...['', 'x', `${next}x`, next.slice(1), next.slice(0, -4), 'bnVsbA', 'W10', '%%%', '\ud800'].map(after => ({
          ...query,
          after,
        })),
      ];
      for (const change of refused) await expect(keys({ after: next, ...change })).rejects.toThrow(InvalidCursor);
      await expect(opened.store.find(other, { ...query, after: next })).rejects.toThrow(InvalidCursor);
    });

    it('go on right after a document that is gone or has moved', async () => {
      const generation = await filled(opened.store, view, many);
      const query: Find = { where: [], orderBy: 'name', limit: 4 };
      const expected = await keys(query);
      const { next = '' } = await opened.store.find(view, query);
      const rest = (await keys({ ...query, limit: 100 })).slice(4);
      await commitTo(opened.store, untyped, generation, {
        position: 99n,
        writes: [
          { key: expected[3]!, position: 98n, doc: null },
          { key: expected[0]!, position: 99n, doc: fields({ name: 'zz' }) },
        ],
      });
      expect(await keys({ ...query, limit: 100, after: next })).toEqual([...rest, expected[0]]);
    });

    it('agree with a model, whatever is asked and while documents come, change and go', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(anyKey, anyDoc), { maxLength: 40 }),
          anyQuery,
          fc.array(fc.tuple(anyKey, fc.option(anyDoc)), { maxLength: 20 }),
          async (first, query, changes) => {
            const checked = new CheckedStore(opened.store, await opened.store.create(untyped));
            await checked.write(first);
            await opened.store.activate(checked.generation);
            await checked.agreesThrough(query, changes);
          },
        ),
        { numRuns: 150 },
      );
    });
  });
}

/** A store and its model, written and asked together. */
class CheckedStore {
  private readonly model = new Model();
  private position = 0n;

  constructor(
    private readonly store: ViewStore,
    readonly generation: Generation,
  ) {}

  async write(changes: readonly (readonly [string, TestDoc | null])[]): Promise<void> {
    const writes = changes.map(([key, doc]): DocWrite => ({ key, doc, position: (this.position += 1n) }));
    for (const [key, doc] of changes)
      if (doc === null) this.model.documents.delete(key);
      else this.model.documents.set(key, doc);
    await commitTo(this.store, untyped, this.generation, { position: this.position, writes });
  }

  /** Page by page to the end, with some of the changes before each. */
  async agreesThrough(query: Find, changes: readonly (readonly [string, TestDoc | null])[]): Promise<void> {
    let place: ModelPlace | undefined;
    let after: string | undefined;
    for (let page = 0; page === 0 || after !== undefined; page += 1) {
      const expected = this.model.page(query, place);
      const found = await this.store.find(view, { ...query, ...(after !== undefined && { after }) });
      expect(found.items.map(({ key }) => key)).toEqual(expected.keys);
      expect(found.next !== undefined).toBe(expected.more);
      for (const { key, doc } of found.items) expect(doc).toEqual(this.model.documents.get(key));
      place = expected.last;
      after = found.next;
      await this.write(changes.slice(page * 3, page * 3 + 3));
    }
  }
}
