import { describe, expect, it } from '@jest/globals';
import type { View } from '@touchstream/views';
import { StaleCommit, type Lease, type ViewStore } from '../view-store.js';
import { commitTo, filled, type Opened } from './stores.js';
import { testView } from './test-view.js';

const view = testView();
const untyped = view as unknown as View;
const LONG = 60_000;

const taken = async (store: ViewStore, name: string, holder: string, ttlMs = LONG): Promise<Lease> => {
  const lease = await store.acquire({ name, holder, ttlMs });
  if (lease === undefined) throw new Error(`${name} is held by another`);
  return lease;
};

/** Asks until the lease of the other has run out. */
async function takenInTurn(store: ViewStore, name: string, holder: string): Promise<Lease> {
  for (;;) {
    const lease = await store.acquire({ name, holder, ttlMs: LONG });
    if (lease !== undefined) return lease;
  }
}

export function leasing(opened: Opened): void {
  const held = async () => (await opened.store.leases()).map(({ name, holder }) => `${name} ${holder}`);

  describe('a lease', () => {
    it('is held by one, who may prolong it under the same token', async () => {
      const { store } = opened;
      expect(await store.leases()).toEqual([]);
      const lease = await taken(store, 'views', 'a', LONG / 2);
      expect(lease).toEqual({ name: 'views', holder: 'a', token: expect.any(BigInt), expiresAt: expect.any(String) });
      expect(lease.token).toBeGreaterThan(0n);
      expect(new Date(lease.expiresAt).toISOString()).toBe(lease.expiresAt);
      expect(await store.acquire({ name: 'views', holder: 'b', ttlMs: LONG })).toBeUndefined();
      const longer = await taken(store, 'views', 'a');
      expect(longer).toEqual({ ...lease, expiresAt: longer.expiresAt });
      expect(Date.parse(longer.expiresAt)).toBeGreaterThan(Date.parse(lease.expiresAt));
      expect(await store.leases()).toEqual([longer]);
    });

    it('passes to another when it has run out, under a greater token', async () => {
      const { store } = opened;
      const first = await taken(store, 'views', 'a', 1);
      const second = await takenInTurn(store, 'views', 'b');
      expect(second.token).toBeGreaterThan(first.token);
      expect(await store.acquire({ name: 'views', holder: 'a', ttlMs: LONG })).toBeUndefined();
      await store.release(first);
      expect(await held()).toEqual(['views b']);
    });

    it('is not shown when it has run out', async () => {
      const { store } = opened;
      await taken(store, 'short', 'a', 1);
      await taken(store, 'long', 'a');
      while ((await held()).includes('short a'));
      expect(await held()).toEqual(['long a']);
    });

    it('passes on at once when it is given up, under a greater token, also after a restart', async () => {
      const first = await taken(opened.store, 'views', 'a');
      await opened.store.release(first);
      await opened.store.release(first);
      expect(await held()).toEqual([]);
      const store = await opened.reopen();
      const second = await taken(store, 'views', 'b');
      expect(second.token).toBeGreaterThan(first.token);
      await store.release(first);
      expect(await held()).toEqual(['views b']);
    });

    it('is held apart from those of other names, under tokens that ascend over all of them', async () => {
      const { store } = opened;
      const tokens = [];
      for (const name of ['b', 'a', 'c']) tokens.push((await taken(store, name, `of ${name}`)).token);
      expect([...new Set(tokens)].sort((one, other) => Number(one - other))).toEqual(tokens);
      expect(await held()).toEqual(['a of a', 'b of b', 'c of c']);
    });

    it('goes to one of many that ask at once', async () => {
      const stores = [opened.store, await opened.beside()];
      const asked = Array.from({ length: 10 }, (_, at) =>
        stores[at % 2]!.acquire({ name: 'views', holder: `h${at}`, ttlMs: LONG }),
      );
      const got = (await Promise.all(asked)).filter(lease => lease !== undefined);
      expect(got).toHaveLength(1);
      expect(await opened.store.leases()).toEqual(got);
    });

    it('lasts for a while or is refused', async () => {
      for (const ttlMs of [0, -1, Number.NaN])
        await expect(opened.store.acquire({ name: 'views', holder: 'a', ttlMs })).rejects.toThrow(RangeError);
    });
  });

  describe('a fence', () => {
    const write = (key: string, position: bigint) => ({ key, position, doc: { body: key } });

    it('keeps out who comes with a lower token, with nothing of any batch done', async () => {
      const { store } = opened;
      const other = testView('other');
      const [first, second] = [await filled(store, view, {}), await filled(store, other, {})];
      const commit = (position: bigint, fence?: bigint) =>
        store.commit(
          [
            { generation: first, view: untyped, writes: [write('a', position)], checkpoint: { position } },
            {
              generation: second,
              view: other as unknown as View,
              writes: [write('b', position)],
              checkpoint: { position },
            },
          ],
          fence,
        );
      const at = async () => [(await store.get(view, 'a'))?.position, (await store.checkpoint(view.name))?.position];
      await commit(1n, 5n);
      await commit(2n, 5n);
      await store.commit(
        [{ generation: second, view: other as unknown as View, writes: [], checkpoint: { position: 2n } }],
        7n,
      );
      await expect(commit(3n, 6n)).rejects.toThrow(StaleCommit);
      expect(await at()).toEqual([2n, 2n]);
      await commit(3n, 7n);
      await expect(commit(4n, 5n)).rejects.toThrow(StaleCommit);
      expect(await at()).toEqual([3n, 3n]);
      const reopened = await opened.reopen();
      await expect(
        reopened.commit([{ generation: first, view: untyped, writes: [], checkpoint: { position: 9n } }], 6n),
      ).rejects.toThrow(StaleCommit);
    });

    it('is not asked of who has none', async () => {
      const { store } = opened;
      const generation = await store.create(untyped, 5n);
      await commitTo(store, untyped, generation, { position: 1n, writes: [write('a', 1n)] });
      await store.activate(generation);
      expect((await store.get(view, 'a'))?.position).toBe(1n);
    });

    it('holds for activating and dropping, and from the making of a generation on', async () => {
      const { store } = opened;
      const generation = await store.create(untyped, 5n);
      const empty = [{ generation, view: untyped, writes: [], checkpoint: { position: 1n } }];
      await expect(store.commit(empty, 4n)).rejects.toThrow(StaleCommit);
      await expect(store.activate(generation, 4n)).rejects.toThrow(StaleCommit);
      await expect(store.drop(generation, 4n)).rejects.toThrow(StaleCommit);
      expect(await store.generations(view.name)).toEqual([generation]);
      await store.activate(generation, 6n);
      await expect(store.commit(empty, 5n)).rejects.toThrow(StaleCommit);
      const next = await store.create(untyped, 6n);
      await store.drop(next, 6n);
      await store.drop(next, 1n);
      expect((await store.generations(view.name)).map(({ number }) => number)).toEqual([generation.number]);
    });
  });
}
