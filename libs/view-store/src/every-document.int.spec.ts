import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { filled } from './contract/stores.js';
import { testView, type TestDoc } from './contract/test-view.js';
import { everyDocument, SqliteViewStore, type Find } from './index.js';

const view = testView();

/** Documents whose amounts go down as their keys go up. */
const documents = (count: number): Readonly<Record<string, TestDoc>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `k${String(at).padStart(4, '0')}`,
      { fields: { owner: `o${at % 2}`, amount: -at } },
    ]),
  );

describe('everyDocument', () => {
  let folder: string;
  let store: SqliteViewStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'view-store-'));
    store = await SqliteViewStore.open({ path: join(folder, 'views.db') });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const found = async (query?: Omit<Find, 'limit' | 'after'>) => {
    const keys: string[] = [];
    for await (const { key } of everyDocument(store, view, query)) keys.push(key);
    return keys;
  };

  it.each([0, 1, 999, 1_000, 1_001, 2_001])('gives %d documents, each once and by key', async count => {
    await filled(store, view, documents(count));
    expect(await found()).toEqual(Object.keys(documents(count)));
  });

  it('gives what a query finds, in its order', async () => {
    const all = documents(4_004);
    await filled(store, view, all);
    const odd = Object.keys(all).filter((_, at) => at % 2 === 1);
    expect(await found({ where: [{ field: 'owner', is: 'o1' }], orderBy: 'amount' })).toEqual(odd.toReversed());
  });
});
