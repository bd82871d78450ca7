import { describe, expect, it } from '@jest/globals';
import type { View } from '@touchstream/views';
import { StaleCommit, type Generation, type ViewStore } from '../view-store.js';
import { commitTo, filled, parkedAt, type Opened } from './stores.js';
import { testView, type TestDoc } from './test-view.js';

const view = testView();
const untyped = view as unknown as View;
const write = (key: string, position: bigint, doc: TestDoc | null) => ({ key, position, doc });
const body = (value: unknown): TestDoc => ({ body: value });

const ODD_KEYS = [
  '$set',
  'a.b.c',
  '/v1/customers/1',
  '__proto__',
  'constructor',
  'toString',
  "it's",
  '"quoted"',
  '\\',
  '%',
  '_',
  ' ',
  'é',
  'e\u0301',
  'É',
  '顧客-1',
  'клиент',
  '👩‍👩‍👧',
  '\u{10ffff}',
  'x'.repeat(1_000),
];

export function committing(opened: Opened): void {
  const started = async (): Promise<{ store: ViewStore; generation: Generation }> => {
    const { store } = opened;
    return { store, generation: await filled(store, view, {}) };
  };
  const read = async (store: ViewStore, key: string) => (await store.get(view, key))?.doc.body;

  describe('a commit', () => {
    it('keeps what is written once as it is, in a new generation and in one that is read', async () => {
      const { store } = opened;
      const once: View<TestDoc> = { ...view, once: true };
      const generation = await store.create(once as unknown as View);
      const commit = (position: bigint, ...writes: ReturnType<typeof write>[]) =>
        commitTo(store, once as unknown as View, generation, { position, writes });
      await commit(2n, write('a', 1n, body(1)), write('b', 2n, body(2)));
      await commit(2n, write('b', 2n, body('again')), write('c', 1n, body('late')));
      await commit(3n, write('d', 3n, body(4)));
      await store.activate(generation);
      await commit(4n, write('e', 4n, body(5)), write('b', 2n, body('again')));
      await commit(4n, write('e', 4n, body('again')), write('f', 2n, body('late')));
      const { items } = await store.find(view, { where: [], limit: 10 });
      expect(items.map(({ key, doc }) => [key, doc.body])).toEqual([
        ['a', 1],
        ['b', 2],
        ['c', 'late'],
        ['d', 4],
        ['e', 5],
        ['f', 'late'],
      ]);
    });

    it('writes documents and the checkpoint', async () => {
      const { store, generation } = await started();
      await store.commit([
        {
          generation,
          view: untyped,
          writes: [write('a', 3n, body(1)), write('b', 5n, body({ deep: [null, 'x'] }))],
          checkpoint: { position: 7n, recordedAt: '2026-01-02T03:04:05.678Z' },
        },
      ]);
      expect(await store.get(view, 'a')).toEqual({ key: 'a', position: 3n, doc: body(1) });
      expect(await store.get(view, 'b')).toEqual({ key: 'b', position: 5n, doc: body({ deep: [null, 'x'] }) });
      expect(await store.get(view, 'c')).toBeUndefined();
      expect(await store.checkpoint(view.name)).toEqual({ position: 7n, recordedAt: '2026-01-02T03:04:05.678Z' });
      expect(await store.getMany(generation, ['b', 'c', 'a', 'a'])).toEqual(
        new Map([
          ['b', write('b', 5n, body({ deep: [null, 'x'] }))],
          ['a', write('a', 3n, body(1))],
        ]),
      );
    });

    it('replaces a document by a newer one and skips one that is not newer', async () => {
      const { store, generation } = await started();
      await commitTo(store, untyped, generation, { position: 5n, writes: [write('a', 5n, body('five'))] });
      await commitTo(store, untyped, generation, { position: 6n, writes: [write('a', 5n, body('again'))] });
      await commitTo(store, untyped, generation, { position: 7n, writes: [write('a', 4n, body('late'))] });
      expect(await store.get(view, 'a')).toEqual({ key: 'a', position: 5n, doc: body('five') });
      await commitTo(store, untyped, generation, { position: 8n, writes: [write('a', 6n, body('six'))] });
      expect(await store.get(view, 'a')).toEqual({ key: 'a', position: 6n, doc: body('six') });
    });

    it('can be repeated', async () => {
      const { store, generation } = await started();
      const writes = [write('a', 1n, { fields: { name: 'a' }, text: ['anna'] }), write('b', 2n, null)];
      for (let time = 0; time < 3; time += 1) await commitTo(store, untyped, generation, { position: 2n, writes });
      expect(await store.getMany(generation, ['a', 'b'])).toEqual(new Map(writes.map(one => [one.key, one])));
      expect((await store.find(view, { where: [{ text: 'anna' }], limit: 10 })).items).toHaveLength(1);
    });

    it('leaves the checkpoint where it is, wherever that is, where it names none', async () => {
      const { store, generation } = await started();
      await commitTo(store, untyped, generation, { position: 5n, writes: [write('a', 5n, body(1))] });
      await store.commit([
        {
          generation,
          view: untyped,
          writes: [write('a', 9n, body(2)), write('b', 3n, body(3))],
          park: [parkedAt('p', 9n)],
        },
      ]);
      expect(await store.checkpoint(view.name)).toEqual({ position: 5n });
      expect([await read(store, 'a'), await read(store, 'b')]).toEqual([2, 3]);
      expect([...(await store.parkedKeys(generation)).keys()]).toEqual(['p']);
      await commitTo(store, untyped, generation, { position: 7n, writes: [write('a', 7n, body(0))] });
      expect([await read(store, 'a'), (await store.checkpoint(view.name))?.position]).toEqual([2, 7n]);
    });

    it('takes positions beyond what a number can hold', async () => {
      const { store, generation } = await started();
      const position = 2n ** 62n + 1n;
      await commitTo(store, untyped, generation, { position, writes: [write('a', position, body(1))] });
      expect((await store.get(view, 'a'))?.position).toBe(position);
      expect(await store.checkpoint(view.name)).toEqual({ position });
    });

    it('is refused where its checkpoint lies behind, with nothing of any batch done', async () => {
      const { store } = opened;
      const other = testView('other');
      const [first, second] = [await filled(store, view, {}), await filled(store, other, {})];
      await commitTo(store, untyped, second, { position: 9n });
      await expect(
        store.commit([
          { generation: first, view: untyped, writes: [write('a', 1n, body(1))], checkpoint: { position: 1n } },
          {
            generation: second,
            view: other as unknown as View,
            writes: [write('b', 10n, body(1))],
            checkpoint: { position: 8n },
            park: [parkedAt('b', 8n)],
          },
        ]),
      ).rejects.toThrow(StaleCommit);
      expect(await store.get(view, 'a')).toBeUndefined();
      expect(await store.get(other, 'b')).toBeUndefined();
      expect((await store.parkedKeys(second)).size).toBe(0);
      expect(await store.checkpoint(view.name)).toEqual({ position: 0n });
      expect(await store.checkpoint(other.name)).toEqual({ position: 9n });
    });

    it.each<[string, TestDoc | string]>([
      ['an index value that is not finite', { fields: { name: Number.NaN } }],
      ['an index value that is no scalar', { fields: { name: {} as string } }],
      ['more than 12 MiB of JSON', { body: '張'.repeat(4 * 1024 * 1024) }],
      ['an empty key', ''],
      ['a key with a lone surrogate', 'a\ud800'],
    ])('refuses %s with a TypeError and writes nothing', async (_, bad) => {
      const { store, generation } = await started();
      const wrong = typeof bad === 'string' ? write(bad, 2n, body(2)) : write('b', 2n, bad);
      await expect(
        commitTo(store, untyped, generation, { position: 2n, writes: [write('a', 1n, body(1)), wrong] }),
      ).rejects.toThrow(TypeError);
      expect(await store.getMany(generation, ['a', 'b'])).toEqual(new Map());
      expect(await store.checkpoint(view.name)).toEqual({ position: 0n });
    });
  });

  describe('a removal', () => {
    const doc: TestDoc = { fields: { name: 'Anna' }, lookups: { ref: ['r1'] }, text: ['Anna'] };
    const wheres = [[], [{ field: 'name', is: 'Anna' }], [{ lookup: 'ref', has: 'r1' }], [{ text: 'anna' }]];
    const found = async (store: ViewStore) =>
      (await Promise.all(wheres.map(where => store.find(view, { where, limit: 10 })))).map(({ items }) => items.length);

    it('takes the document away from all that finds it, and is remembered', async () => {
      const { store, generation } = await started();
      await commitTo(store, untyped, generation, { position: 1n, writes: [write('a', 1n, doc)] });
      expect(await found(store)).toEqual([1, 1, 1, 1]);
      await commitTo(store, untyped, generation, { position: 3n, writes: [write('a', 3n, null)] });
      expect(await store.get(view, 'a')).toBeUndefined();
      expect(await found(store)).toEqual([0, 0, 0, 0]);
      expect(await store.tally(view, { where: [], groupBy: [], sum: [] })).toEqual([]);
      expect(await store.getMany(generation, ['a'])).toEqual(new Map([['a', write('a', 3n, null)]]));
    });

    it('is not undone by an older write that comes late', async () => {
      const { store, generation } = await started();
      await commitTo(store, untyped, generation, { position: 3n, writes: [write('a', 3n, null)] });
      for (const position of [1n, 2n, 3n])
        await commitTo(store, untyped, generation, { position: 4n, writes: [write('a', position, doc)] });
      expect(await store.get(view, 'a')).toBeUndefined();
      expect(await found(store)).toEqual([0, 0, 0, 0]);
    });

    it('is followed by a newer document, and that by a newer removal', async () => {
      const { store, generation } = await started();
      const steps: readonly (TestDoc | null)[] = [doc, null, doc, null, { ...doc, text: ['Berta'] }];
      for (const [at, step] of steps.entries()) {
        const position = BigInt(at + 1);
        await commitTo(store, untyped, generation, { position, writes: [write('a', position, step)] });
        expect((await store.get(view, 'a'))?.doc ?? null).toEqual(step);
      }
      await commitTo(store, untyped, generation, { position: 9n, writes: [write('a', 4n, null)] });
      expect(await found(store)).toEqual([1, 1, 1, 0]);
    });

    it('of a document that never was is remembered too, in one commit with its successor', async () => {
      const { store, generation } = await started();
      await commitTo(store, untyped, generation, { position: 2n, writes: [write('a', 2n, null), write('b', 2n, doc)] });
      expect(await store.getMany(generation, ['a', 'b'])).toEqual(
        new Map([
          ['a', write('a', 2n, null)],
          ['b', write('b', 2n, doc)],
        ]),
      );
    });
  });

  describe('documents', () => {
    it('are told apart by keys of any text', async () => {
      const { store, generation } = await started();
      const writes = ODD_KEYS.map((key, at) => write(key, BigInt(at + 1), { fields: { name: key }, body: at }));
      await commitTo(store, untyped, generation, { position: 100n, writes });
      expect([...(await store.getMany(generation, ODD_KEYS))]).toEqual(writes.map(one => [one.key, one]));
      for (const [at, key] of ODD_KEYS.entries()) {
        expect(await read(store, key)).toBe(at);
        const { items } = await store.find(view, { where: [{ field: 'name', is: key }], limit: 10 });
        expect(items.map(item => item.key)).toEqual([key]);
      }
      const sorted = [...ODD_KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect((await store.find(view, { where: [], limit: 100 })).items.map(({ key }) => key)).toEqual(sorted);
      expect(await store.get(view, 'hasOwnProperty')).toBeUndefined();
      expect(await store.get(view, '\ud800')).toBeUndefined();
      expect(await store.getMany(generation, ['\ud800', ''])).toEqual(new Map());
    });

    it('come back as they were, and as copies', async () => {
      const { store, generation } = await started();
      const odd = JSON.parse(
        '{"__proto__":{"a":1},"$set":{"a.b":[]},"":null,"constructor":"c","n":[0.1,-1e300,9007199254740991],"t":"\\ud800 \\u0000 \'\\" 張 👍"}',
      ) as object;
      const nested = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as unknown;
      await commitTo(store, untyped, generation, {
        position: 9n,
        writes: [write('odd', 1n, body(odd)), write('empty', 2n, {}), write('nested', 3n, body(nested))],
      });
      expect(JSON.stringify(await read(store, 'odd'))).toBe(JSON.stringify(odd));
      expect((await store.get(view, 'empty'))?.doc).toEqual({});
      expect(await read(store, 'nested')).toEqual(nested);
      const mine = (await read(store, 'odd')) as Record<string, unknown>;
      mine['n'] = 'changed';
      expect(JSON.stringify(await read(store, 'odd'))).toBe(JSON.stringify(odd));
    });

    it('may be of a megabyte, and many', async () => {
      const { store, generation } = await started();
      const large = '張'.repeat(350_000);
      const writes = Array.from({ length: 1_000 }, (_, at) => write(`k${at}`, BigInt(at + 1), body(at)));
      await commitTo(store, untyped, generation, {
        position: 2_000n,
        writes: [...writes, write('large', 1n, body(large))],
      });
      expect(await read(store, 'large')).toBe(large);
      const keys = writes.map(({ key }) => key);
      expect((await store.getMany(generation, [...keys, 'large'])).size).toBe(1_001);
      expect((await store.find(view, { where: [], limit: 1_000 })).items).toHaveLength(1_000);
    });

    it('are found by what they are now, not by what they were', async () => {
      const { store, generation } = await started();
      const versions: readonly TestDoc[] = [
        { fields: { name: 'x', owner: 'o' }, lookups: { ref: ['1', '2'] }, text: ['Anna Berg'] },
        { fields: { name: 'y', owner: 'o' }, lookups: { ref: ['2', '3'] }, text: ['Anna Stein'] },
        { fields: { name: 'y' }, lookups: { tag: ['2'] }, text: [] },
        {},
      ];
      const conditions = [
        { field: 'name', is: 'x' },
        { field: 'name', is: 'y' },
        { field: 'name', is: null },
        { field: 'owner', is: 'o' },
        ...['1', '2', '3'].map(has => ({ lookup: 'ref', has })),
        { lookup: 'tag', has: '2' },
        ...['anna', 'berg', 'stein'].map(text => ({ text })),
      ];
      const expected = ['x..o12.-ab.', '.y.o.23-a.s', '.y.....t...', '..n........'].map(line =>
        Array.from(line).map(c => c !== '.' && c !== '-'),
      );
      for (const [at, doc] of versions.entries()) {
        const position = BigInt(at + 1);
        await commitTo(store, untyped, generation, { position, writes: [write('a', position, doc)] });
        const found = [];
        for (const where of conditions)
          found.push((await store.find(view, { where: [where], limit: 2 })).items.length === 1);
        expect(found).toEqual(expected[at]);
      }
    });
  });
}
