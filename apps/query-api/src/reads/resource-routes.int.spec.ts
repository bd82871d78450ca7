import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteViewStore, type ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { listPage } from './resource-routes.js';
import { resource } from './resource.js';

interface Task {
  readonly name: string;
}

const view: View<Task> = {
  name: 'tasks',
  version: 1,
  keys: () => [],
  initial: () => ({ name: '' }),
  on: {},
  index: ({ name }) => ({ fields: { name } }),
  indexes: [{ name: 'by-name', fields: ['name'] }],
};
const untyped = view as unknown as View;
const tasks = resource<Task, object>({
  view,
  tag: 'Tasks',
  base: '/v1/tasks',
  noun: 'task',
  response: {},
  present: task => task,
  revision: () => undefined,
  filters: {},
  orders: { name: { about: 'by name', field: 'name', direction: 'ascending' } },
});

describe('a page of a list', () => {
  let folder: string;
  let store: SqliteViewStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lists-'));
    store = await SqliteViewStore.open({ path: join(folder, 'views.db') });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('holds everything up to the position that it tells, also where the view goes on meanwhile', async () => {
    const generation = await store.create(untyped);
    const write = (position: bigint, name: string) => {
      const writes = [{ key: 'a', position, doc: { name } }];
      return store.commit([{ generation, view: untyped, writes, checkpoint: { position } }]);
    };
    await write(1n, 'one');
    await store.activate(generation);
    const goingOn = new Proxy<ViewStore>(store, {
      get: (of, name) => {
        if (name === 'checkpoint')
          return async () => {
            await write(2n, 'two');
            return store.checkpoint('tasks');
          };
        const value = of[name as keyof ViewStore] as unknown;
        return typeof value === 'function' ? (value.bind(of) as unknown) : value;
      },
    });
    expect(await listPage(tasks, goingOn, {})).toEqual({ items: [{ name: 'two' }], next: null, position: '2' });
  });
});
