import { expect, it, jest } from '@jest/globals';
import type { View } from '@touchstream/views';
import { testView } from '../contract/test-view.js';
import { describeMongoDb, newDatabase } from './testing/database.js';
import { MongoDbViewStore } from './index.js';

// Some of the servers that speak the protocol are slow.
jest.setTimeout(240_000);

describeMongoDb('A database of MongoDB that is dropped', () => {
  it('is made anew, whole, by a process that had it open', async () => {
    const database = newDatabase();
    const view = testView() as unknown as View;
    const store = await MongoDbViewStore.open({ url: database.url });
    const made = () =>
      database.withDriver(async db => {
        const collections = await db.collections();
        const all = collections.map(async one => [one.collectionName, (await one.indexes()).map(({ name }) => name)]);
        return Object.fromEntries(await Promise.all(all)) as unknown;
      });
    const begin = async () => {
      const generation = await store.create(view);
      await store.commit([{ generation, view, writes: [], checkpoint: { position: 1n } }]);
      await store.activate(generation);
      return made();
    };
    try {
      const before = await begin();
      await database.drop();
      expect(await begin()).toEqual(before);
      const other = await MongoDbViewStore.open({ url: database.url });
      expect(await other.checkpoint(view.name)).toEqual({ position: 1n });
      await other.close();
    } finally {
      await store.close();
      await database.drop();
    }
  });
});
