import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteViewStore, type Generation } from '@touchstream/view-store';
import type { Doc, View } from '@touchstream/views';
import { DocumentAnswers } from './document-answers.js';
import { KeptAnswers } from './kept-answers.js';
import { resource } from './resource.js';

interface Task {
  readonly name: string;
  readonly dueAt: string;
  readonly revision: number;
}

const view: View<Task> = { name: 'tasks', version: 1, indexes: [], index: () => ({}), handlers: {} } as never;
const untyped = view as unknown as View;
const day = (hours: string) => new Date(`2026-03-31T${hours}:00.000Z`);
const task = { name: '张伟', dueAt: day('12:00').toISOString(), revision: 3 };

describe('answers to reads of one document', () => {
  let folder: string;
  let store: SqliteViewStore;
  let generation: Generation;
  let answers: DocumentAnswers;
  let presented: number;
  const tasks = resource<Task, object>({
    view,
    tag: 'Tasks',
    base: '/v1/tasks',
    noun: 'task',
    response: {},
    present: ({ name, dueAt }, now) => {
      presented += 1;
      return { name, late: now.hasCome(dueAt) };
    },
    revision: ({ revision }) => revision,
    filters: {},
    orders: {},
  });

  const write = (position: bigint, doc: Doc | null) =>
    store.commit([{ generation, view: untyped, writes: [{ key: 'a', position, doc }], checkpoint: { position } }]);
  const begin = async (position: bigint, doc: Doc) => {
    generation = await store.create(untyped);
    await write(position, doc);
    await store.activate(generation);
  };
  const read = async (at: string) => {
    const { body, ...rest } = await answers.of(tasks, 'a', day(at));
    return { body: JSON.parse(body.toString()) as unknown, etag: rest.etag, position: rest.position };
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'answers-'));
    store = await SqliteViewStore.open({ path: join(folder, 'views.db') });
    answers = new DocumentAnswers(store);
    presented = 0;
    await begin(1n, task);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('are made once of a version, and say its position and revision', async () => {
    const expected = { body: { name: '张伟', late: false }, etag: '"3"', position: '1' };
    expect([await read('09:00'), await read('11:59')]).toEqual([expected, expected]);
    expect(presented).toBe(1);
  });

  it('are made anew when the document is another', async () => {
    await read('09:00');
    await write(2n, { ...task, name: 'b', revision: 4 });
    expect(await read('09:00')).toEqual({ body: { name: 'b', late: false }, etag: '"4"', position: '2' });
  });

  it('are made anew when time has changed what they say, also where the clock was put back', async () => {
    const late = async (at: string) => (await read(at)).body;
    expect(await late('11:59')).toEqual({ name: '张伟', late: false });
    expect(await late('12:00')).toEqual({ name: '张伟', late: true });
    expect(await late('11:59')).toEqual({ name: '张伟', late: false });
    expect(presented).toBe(3);
  });

  it('are made anew of another generation, also at the same position', async () => {
    await read('09:00');
    await begin(1n, { ...task, name: 'rebuilt' });
    expect((await read('09:00')).body).toEqual({ name: 'rebuilt', late: false });
  });

  it('say when the document is gone, and when there is another one', async () => {
    await read('09:00');
    await write(2n, null);
    await expect(read('09:00')).rejects.toMatchObject({ kind: 'not-found' });
    await write(3n, task);
    expect((await read('09:00')).position).toBe('3');
  });
});

describe('kept answers', () => {
  const answer = (bytes: number) => ({
    position: '1',
    etag: undefined,
    body: Buffer.alloc(bytes),
    version: { generation: 1, position: 1n },
    from: 0,
    until: 1,
  });
  const there = (kept: KeptAnswers) => ['a', 'b', 'c'].filter(name => kept.get(name) !== undefined);

  it('take no more room than they are given, and the least recently put goes first', () => {
    const kept = new KeptAnswers(10_000);
    kept.put('a', answer(4_000));
    kept.put('b', answer(4_000));
    kept.put('a', answer(4_000));
    expect(there(kept)).toEqual(['a', 'b']);
    kept.put('c', answer(4_000));
    expect(there(kept)).toEqual(['a', 'c']);
    kept.remove('a');
    kept.put('b', answer(4_000));
    expect(there(kept)).toEqual(['b', 'c']);
    kept.put('a', answer(20_000));
    expect(there(kept)).toEqual([]);
  });
});
