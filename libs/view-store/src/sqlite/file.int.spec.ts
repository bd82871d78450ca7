import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { View } from '@touchstream/views';
import { commitTo, filled, parkedAt } from '../contract/stores.js';
import { testView, type TestDoc } from '../contract/test-view.js';
import { shapeOf } from '../query/index.js';
import { ViewStoreIncompatible, ViewStoreUnavailable, type Condition, type Generation } from '../view-store.js';
import { openDatabase } from './database.js';
import type { RowWrite } from './document-rows.js';
import { SqliteViewStore } from './index.js';
import { LogFolder } from './log-folder.js';
import { ViewFile } from './view-file.js';
import { prepared } from './written.js';

const view = testView();
const untyped = view as unknown as View;
const large = (at: number): TestDoc => ({
  fields: { name: `n${at}` },
  text: [`word${at}`],
  lookups: { ref: [`${at}`] },
  body: 'x'.repeat(2_000),
});

describe('the file of views', () => {
  let folder: string;
  let path: string;
  let opened: SqliteViewStore[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'view-store-'));
    path = join(folder, 'deep', 'views.db');
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map(store => store.close()));
    rmSync(folder, { recursive: true });
  });

  const open = async (readOnly = false): Promise<SqliteViewStore> => {
    const store = await SqliteViewStore.open({ path, readOnly });
    opened.push(store);
    return store;
  };
  /** Looks into the file, or changes it, as another program would. */
  const with_ = <T>(run: (db: Database.Database) => T): T => {
    const db = new Database(path);
    try {
      return run(db);
    } finally {
      db.close();
    }
  };
  /** The file as the thread that writes sees it. */
  const written = () => {
    const db = openDatabase({ path });
    return { db, file: new ViewFile(path, db, new LogFolder(path)) };
  };
  const row = (key: string, position: bigint, doc: TestDoc): RowWrite => {
    const { fields } = shapeOf(view);
    return [key, position, prepared(untyped, doc, fields)];
  };
  const rows = (generation: Generation, position: bigint, writes: readonly RowWrite[]) => ({
    generation,
    writes,
    once: false,
    checkpoint: { position },
    park: [],
    unpark: [],
  });
  const tables = () =>
    with_(db =>
      db
        .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE name GLOB '*_[0-9]*' AND type = 'table'`)
        .pluck()
        .all(),
    );

  const wordsIn = (table: string) => with_(db => db.prepare<[], string>(`SELECT entry FROM ${table}`).pluck().all());

  it('is set so that documents and checkpoint stay together and no deleted byte stays', () => {
    const db = openDatabase({ path });
    const pragma = (name: string) => db.pragma(name, { simple: true });
    expect([pragma('journal_mode'), Number(pragma('synchronous')), Number(pragma('secure_delete'))]).toEqual([
      'wal',
      1,
      1,
    ]);
    db.close();
  });

  it('holds nothing of what was replaced, removed or dropped', async () => {
    const store = await open();
    const first = await filled(store, view, {
      a: { text: ['Geheimnis'], body: 'secret-one' },
      b: { body: 'secret-two' },
    });
    await commitTo(store, untyped, first, {
      position: 9n,
      writes: [
        { key: 'a', position: 8n, doc: {} },
        { key: 'b', position: 9n, doc: null },
      ],
    });
    await filled(store, view, { c: { body: 'open' } });
    await store.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
    const bytes = readFileSync(path).toString('latin1');
    expect(['secret', 'geheimnis', 'open'].map(text => bytes.includes(text))).toEqual([false, false, true]);
  });

  it('is not made by a reader, and not written by one', async () => {
    await expect(open(true)).rejects.toThrow(ViewStoreUnavailable);
    expect(existsSync(path)).toBe(false);
    const writer = await open();
    await filled(writer, view, { a: {} });
    const reader = await open(true);
    expect((await reader.get(view, 'a'))?.doc).toEqual({});
    await expect(reader.create(untyped)).rejects.toThrow(ViewStoreUnavailable);
    await writer.close();
    expect((await reader.get(view, 'a'))?.doc).toEqual({});
    await reader.close();
    expect((await (await open(true)).get(view, 'a'))?.doc).toEqual({});
  });

  it('is refused where a newer program made it, and may be deleted then', async () => {
    await (await open()).close();
    with_(db => db.pragma('user_version = 99'));
    await expect(open()).rejects.toThrow(ViewStoreIncompatible);
    await expect(open()).rejects.toThrow('none above 4: use a newer program, or delete the file');
  });

  it('of the version before leases is brought up to date by who writes it, its views to be built anew', async () => {
    await filled(await open(), view, { a: { body: 1 } });
    await opened[0]?.close();
    with_(db =>
      db.exec(`ALTER TABLE generations DROP COLUMN fence; ALTER TABLE generations DROP COLUMN worded;
        DROP TABLE leases; PRAGMA user_version = 1;`),
    );
    await expect(open(true)).rejects.toThrow(ViewStoreUnavailable);
    const store = await open();
    await expect(store.get(view, 'a')).rejects.toThrow('has not been built yet');
    expect(await store.acquire({ name: 'views', holder: 'a', ttlMs: 60_000 })).toMatchObject({ token: 1n });
    const generation = await store.create(untyped);
    expect(generation.number).toBe(2);
    await commitTo(store, untyped, generation, { position: 2n });
    await store.activate(generation);
    expect((await (await open(true)).checkpoint(view.name))?.position).toBe(2n);
    expect(tables()).toEqual(['documents_2', 'bodies_2', 'tokens_2', 'lookups_2', 'removed_2']);
  });

  it('of the version whose words did not wait finds all words, those of before and of now', async () => {
    const generation = await filled(await open(), view, { k0: large(0) });
    await opened[0]?.close();
    with_(db => db.exec('ALTER TABLE generations DROP COLUMN worded; PRAGMA user_version = 3;'));
    const store = await open();
    await commitTo(store, untyped, generation, {
      position: 2n,
      writes: [{ key: 'k1', position: 2n, doc: large(1) }],
    });
    const found = await store.find(view, { where: [{ text: 'word' }], limit: 10 });
    expect(found.items.map(({ key }) => key)).toEqual(['k0', 'k1']);
    expect(wordsIn('tokens_1')).toEqual(['word0', 'word1']);
  });

  it('enters words of new documents many at once, and finds them before and after', async () => {
    const store = await open();
    const generation = await filled(store, view, { k0: large(0) });
    const search = async (text: string) =>
      (await store.find(view, { where: [{ text }], limit: 2 })).items.map(({ key }) => key);
    let position = 1n;
    const commit = (docs: Readonly<Record<string, TestDoc | null>>) => {
      position += 1n;
      const writes = Object.entries(docs).map(([key, doc]) => ({ key, position, doc }));
      return commitTo(store, untyped, generation, { position, writes });
    };
    const many = (from: number, to: number) =>
      Object.fromEntries(Array.from({ length: to - from }, (_, at) => [`k${from + at}`, large(from + at)]));

    await commit(many(1, 500));
    expect(wordsIn('tokens_1')).toEqual(['word0']);
    expect([await search('word0'), await search('word77'), await search('word499')]).toEqual([
      ['k0'],
      ['k77'],
      ['k499'],
    ]);
    await commit({ k77: large(1_077), k78: null, k0: large(1_000) });
    expect(wordsIn('tokens_1')).toEqual(['word1000']);
    expect([await search('word77'), await search('word78'), await search('word1077')]).toEqual([[], [], ['k77']]);

    await commit({ k500: large(500) });
    expect(wordsIn('tokens_1')).toHaveLength(500);
    expect([await search('word77'), await search('word78'), await search('word1077')]).toEqual([[], [], ['k77']]);
    await commit({ k77: large(77), k499: null, k500: null });
    expect([await search('word77'), await search('word1077'), await search('word499')]).toEqual([['k77'], [], []]);
    // Takes the number of one that was removed.
    await commit({ k501: large(501), k502: large(502) });
    expect([await search('word501'), await search('word502'), await search('word500')]).toEqual([
      ['k501'],
      ['k502'],
      [],
    ]);
    expect(wordsIn('tokens_1')).toHaveLength(500);
  });

  it('takes nothing of a batch of which a late document cannot be kept, then or with the next one', async () => {
    const store = await open();
    const generation = await filled(store, view, {});
    const position = 2n;
    const writes = Array.from({ length: 1_000 }, (_, at) => ({
      key: `k${at}`,
      position,
      doc: { fields: { amount: at } },
    }));
    const bad = { key: 'bad', position, doc: { fields: { amount: Number.NaN } } };
    await expect(commitTo(store, untyped, generation, { position, writes: [...writes, bad] })).rejects.toThrow(
      TypeError,
    );
    const keys = async () => (await store.find(view, { where: [], limit: 1_000 })).items.map(({ key }) => key);
    expect(await keys()).toEqual([]);
    await commitTo(store, untyped, generation, { position, writes: [{ key: 'good', position, doc: {} }] });
    expect(await keys()).toEqual(['good']);
    await commitTo(store, untyped, generation, { position, writes });
    expect(await keys()).toHaveLength(1_000);
  });

  it('is unavailable while another program writes, and as it was when that has ended', async () => {
    const store = await open();
    const generation = await filled(store, view, { a: { body: 1 } });
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    const writes = [{ key: 'a', position: 5n, doc: { body: 2 } }];
    const refused = commitTo(store, untyped, generation, { position: 5n, writes });
    await expect(refused).rejects.toThrow(ViewStoreUnavailable);
    await expect(refused).rejects.toMatchObject({ trouble: 'file-held' });
    expect((await store.get(view, 'a'))?.doc.body).toBe(1);
    other.exec('ROLLBACK');
    other.close();
    await commitTo(store, untyped, generation, { position: 5n, writes });
    expect((await store.get(view, 'a'))?.doc.body).toBe(2);
  });

  it('is unavailable while the disk is full, with nothing of the batch done, and goes on when it is not', async () => {
    const store = await open();
    const generation = await filled(store, view, { k0: large(0) });
    const { db, file } = written();
    const limit = (pages: number) => db.pragma(`max_page_count = ${pages}`);
    limit(60);
    const writes = Array.from({ length: 200 }, (_, at) => row(`k${at}`, 10n, large(at + 1)));
    const commit = () => file.commit([rows(generation, 10n, writes)]);
    expect(commit).toThrow(
      expect.objectContaining({ message: expect.stringContaining('the disk is full'), trouble: 'disk-full' }),
    );
    expect(await store.checkpoint(view.name)).toEqual({ position: 1n });
    expect((await store.find(view, { where: [], limit: 10 })).items.map(({ key }) => key)).toEqual(['k0']);
    limit(1_000_000);
    commit();
    await file.close();
    expect((await store.find(view, { where: [{ text: 'word77' }], limit: 10 })).items.map(({ key }) => key)).toEqual([
      'k76',
    ]);
  });

  it('shows a document as it is to whoever has seen how far the view is, in the same turn of the event loop', async () => {
    const store = await open();
    const generation = await filled(store, view, { a: large(1) });
    const { version } = (await store.getVersion(view, 'a'))!;
    expect(await store.getVersion(view, 'a', version)).toEqual({ version });
    await nextTurn();
    expect(await store.getVersion(view, 'a', version)).toEqual({ version });
    const { file } = written();
    file.commit([rows(generation, 10n, [row('a', 10n, large(2))])]);
    expect(await store.checkpoint(view.name)).toEqual({ position: 10n });
    expect(await store.getVersion(view, 'a', version)).toMatchObject({ version: { position: 10n }, doc: large(2) });
    await file.close();
  });

  it('gives up what a dropped generation held, also where that was interrupted', async () => {
    const store = await open();
    const first = await filled(
      store,
      view,
      Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`k${at}`, large(at)])),
    );
    await commitTo(store, untyped, first, {
      position: 5_000n,
      park: [parkedAt('p', 1n)],
      writes: [{ key: 'r', position: 1n, doc: null }],
    });
    const next = await store.create(untyped);
    const activated = store.activate(next);
    while ((await store.generations(view.name)).length > 1) await nextTurn();
    await store.close();
    await expect(activated).rejects.toThrow(ViewStoreUnavailable);
    expect(tables()).toContain('documents_1');

    const again = await open();
    expect((await again.generations(view.name)).map(({ number, active }) => [number, active])).toEqual([[2, true]]);
    await again.drop(await again.create(untyped));
    expect(tables()).toEqual(['documents_2', 'bodies_2', 'tokens_2', 'lookups_2', 'removed_2']);
    expect(with_(db => db.prepare('SELECT COUNT(*) FROM parked').pluck().get())).toBe(0);
  });

  it('tells of a damaged document where it is, and nothing of what is in it', async () => {
    const store = await open();
    const generation = await filled(store, view, { a: large(1), k: { fields: { name: 'Mrs Smith' } } });
    with_(db => db.exec(`UPDATE bodies_1 SET body = replace(body, '"Mrs', 'Mrs')`));
    const all = { where: [], limit: 10 };
    const reads = [
      store.get(view, 'k'),
      store.getVersion(view, 'k'),
      store.find(view, all),
      store.getMany(generation, ['k']),
    ];
    for (const read of reads)
      await expect(read).rejects.toMatchObject({
        name: 'DocumentDamaged',
        message: 'contract: the document k, at position 2, is damaged',
      });
    expect(await store.get(view, 'a')).toMatchObject({ doc: large(1) });
  });

  it('goes on with a generation whose indexes were only half made', async () => {
    const store = await open();
    const generation = await store.create(untyped);
    const doc = (name: string): TestDoc => ({ fields: { name }, text: [name], lookups: { ref: [name] } });
    const writing = (position: bigint, docs: Readonly<Record<string, TestDoc | null>>) => ({
      position,
      writes: Object.entries(docs).map(([key, one]) => ({ key, position, doc: one })),
    });
    await commitTo(store, untyped, generation, writing(1n, { a: doc('anna'), b: doc('bert'), c: doc('carla') }));
    // So many that making the indexes takes longer than closing the store.
    const others = Array.from({ length: 8_000 }, (_, at) => [`k${at}`, { fields: { name: `${at}` } }] as const);
    await commitTo(store, untyped, generation, writing(1n, Object.fromEntries(others)));
    const activated = store.activate(generation);
    await nextTurn();
    await store.close();
    await expect(activated).rejects.toThrow(ViewStoreUnavailable);

    const again = await open();
    expect((await again.generations(view.name)).map(({ active }) => active)).toEqual([false]);
    await commitTo(again, untyped, generation, writing(2n, { b: doc('berta'), c: null, d: doc('dora') }));
    await again.activate(generation);
    const found = async (condition: Condition) =>
      (await again.find(view, { where: [condition], limit: 10 })).items.map(({ key }) => key);
    expect(await found({ text: 'bert' })).toEqual(['b']);
    expect(await found({ text: 'carla' })).toEqual([]);
    expect(await found({ lookup: 'ref', has: 'bert' })).toEqual([]);
    expect(await found({ lookup: 'ref', has: 'berta' })).toEqual(['b']);
    expect(await found({ field: 'name', from: 'anna' })).toEqual(['a', 'b', 'd']);
  });

  describe('with a large generation', () => {
    const MANY = 12_000;
    const writes = Array.from({ length: MANY }, (_, at) => ({
      key: `k${at}`,
      position: BigInt(at + 1),
      doc: { fields: { name: `n${at}` }, text: [`word${at}`], lookups: { ref: [`${at}`] } },
    }));
    const built = async (store: SqliteViewStore): Promise<Generation> => {
      const generation = await store.create(untyped);
      await commitTo(store, untyped, generation, { position: BigInt(MANY), writes });
      return generation;
    };
    const found = async (store: SqliteViewStore, condition: Condition) =>
      (await store.find(view, { where: [condition], limit: 10 })).items.map(({ key }) => key);

    it('makes its indexes in another thread, while documents are read and commits wait', async () => {
      const store = await open();
      const other = testView('other');
      const beside = await filled(store, other, { a: { body: 1 } });
      const generation = await built(store);
      let isActive = false;
      const activated = store.activate(generation).then(() => (isActive = true));
      await nextTurn();
      expect((await store.get(other, 'a'))?.doc.body).toBe(1);
      const position = BigInt(MANY) + 1n;
      const late = { key: 'k7', position, doc: { text: ['late'] } };
      const committed = [
        commitTo(store, other as unknown as View, beside, { position: 2n }),
        commitTo(store, untyped, generation, { position, writes: [late] }),
      ];
      expect(isActive).toBe(false);
      await Promise.all([activated, ...committed]);
      expect(await found(store, { text: 'word7123' })).toEqual(['k7123']);
      expect(await found(store, { text: 'late' })).toEqual(['k7']);
      expect(await found(store, { lookup: 'ref', has: '7' })).toEqual([]);
      expect(await found(store, { field: 'name', is: 'n11999' })).toEqual(['k11999']);
    });

    it('is indexed anew where that was broken off', async () => {
      const store = await open();
      const activated = store.activate(await built(store));
      await nextTurn();
      await Promise.all([store.close(), expect(activated).rejects.toThrow(ViewStoreUnavailable)]);
      const again = await open();
      const [generation] = await again.generations(view.name);
      expect(generation?.active).toBe(false);
      await again.activate(generation!);
      expect(await found(again, { text: 'word7123' })).toEqual(['k7123']);
    });
  });

  it('takes in what was committed while it is open, without the writer', async () => {
    const store = await open();
    const generation = await filled(store, view, {});
    const before = statSync(path).size;
    for (let position = 1n; position <= 8n; position += 1n) {
      const writes = Array.from({ length: 500 }, (_, at) => ({ key: `k${position}-${at}`, position, doc: large(at) }));
      await commitTo(store, untyped, generation, { position, writes });
    }
    // Far less than makes the writer fold its log back.
    expect(statSync(`${path}-wal`).size).toBeLessThan(16_000 * 4_096);
    while (statSync(path).size < before + 1_000_000) await nextTurn();
    expect((await store.get(view, 'k1-0'))?.doc).toEqual(large(0));
    await store.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  it('gives up what several dropped generations held, side by side', async () => {
    const store = await open();
    const views = ['one', 'two', 'three'].map(name => testView(name));
    const fill = (of: View<TestDoc>) =>
      filled(store, of, Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`k${at}`, { body: at }])));
    for (const one of views) await fill(one);
    const next = [];
    for (const one of views) next.push(await store.create(one as unknown as View));
    await Promise.all(next.map(generation => store.activate(generation)));
    expect(tables().filter(name => name.startsWith('documents_'))).toEqual([
      'documents_4',
      'documents_5',
      'documents_6',
    ]);
  });

  it('is written where something has changed, and nowhere else', async () => {
    const store = await open();
    const doc: TestDoc = { fields: { name: 'n', amount: 1 }, text: ['Anna Berg'], lookups: { ref: ['1', '2'] } };
    const generation = await filled(store, view, { a: doc });
    const { db, file } = written();
    const changes = () => Number(db.prepare('SELECT total_changes()').pluck().get());
    let position = 1n;
    const cost = (changed: TestDoc): number => {
      const before = changes();
      position += 1n;
      file.commit([rows(generation, position, [row('a', position, changed)])]);
      // One more is the checkpoint.
      return changes() - before - 1;
    };
    expect(cost({ ...doc, body: 'new' })).toBe(1);
    expect(cost({ ...doc, fields: { name: 'n', amount: 2 } })).toBe(2);
    expect(cost({ ...doc, fields: { name: 'n', amount: 2 }, text: ['Anna Stein'] })).toBe(4);
    expect(cost({ ...doc, fields: { name: 'n', amount: 2 }, text: ['Anna Stein'], lookups: { ref: ['2', '3'] } })).toBe(
      4,
    );
    await file.close();
  });
});
