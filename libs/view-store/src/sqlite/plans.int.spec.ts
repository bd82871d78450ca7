import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { View } from '@touchstream/views';
import { filled } from '../contract/stores.js';
import { testView, type TestDoc } from '../contract/test-view.js';
import type { Condition, Find, Tally } from '../view-store.js';
import { DocumentRows } from './document-rows.js';
import { Documents } from './documents.js';
import { find } from './find.js';
import { Generations } from './generations.js';
import { SqliteViewStore } from './index.js';
import { Statements, type Statement } from './statements.js';
import { tally } from './tally.js';

const view = testView('contract', 1, [
  { name: 'by-owner-open-name', fields: ['owner', 'open', 'name'] },
  { name: 'by-place', fields: ['place', 'name'], includes: ['color'] },
]);

/** Remembers what was asked of the engine. */
class RecordedStatements extends Statements {
  readonly asked: string[] = [];

  override get(sql: string): Statement {
    this.asked.push(sql);
    return super.get(sql);
  }
}

describe('the plans of the engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'view-plans-'));
  let db: Database.Database;
  let statements: RecordedStatements;
  let documents: Documents;

  beforeAll(async () => {
    const path = join(folder, 'views.db');
    const store = await SqliteViewStore.open({ path });
    const docs = Array.from({ length: 12_000 }, (_, at): [string, TestDoc] => [
      `k${at}`,
      {
        fields: {
          name: `n${at % 100}`,
          amount: at % 7,
          owner: `o${at % 5}`,
          open: at % 2 === 0,
          place: `p${at % 5}`,
          color: `c${at % 3}`,
        },
        lookups: { ref: [`r${at % 10}`], all: ['x'] },
        text: ['common', `word${at}`],
      },
    ]);
    await filled(store, view, Object.fromEntries(docs));
    await store.close();
    db = new Database(path, { readonly: true });
    db.defaultSafeIntegers();
    statements = new RecordedStatements(db);
    documents = new Documents(new Generations(statements).layout(1n), statements);
  });
  afterAll(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  const planOf = (sql: string): string[] => {
    const values = Array.from(sql.matchAll(/\?/g), () => null);
    return db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map(({ detail }) => detail.replaceAll(/\b(documents|tokens|lookups|bodies)_1/g, '$1'));
  };
  /** The plan of the last statement, the one that finds. */
  const lastPlan = (run: () => unknown): string[] => {
    statements.asked.length = 0;
    run();
    return planOf(statements.asked.at(-1)!);
  };
  const planOfFind = (query: Partial<Find>) =>
    lastPlan(() => find(documents, view, { where: [], limit: 10, ...query }));
  /** First page and a later one. */
  const plansOfPages = (query: Partial<Find>) => {
    const full: Find = { where: [], limit: 10, ...query };
    const { next } = find(documents, view, full);
    return [planOfFind(full), planOfFind({ ...full, ...(next !== undefined && { after: next }) })];
  };
  const owner: Condition = { field: 'owner', is: 'o1' };

  it.each<[string, Partial<Find>, string, string]>([
    ['by key', {}, 'SCAN d USING INDEX documents_key', 'SEARCH d USING INDEX documents_key (key>?)'],
    [
      'by a field',
      { orderBy: 'name' },
      'SCAN d USING INDEX documents_0',
      'SEARCH d USING INDEX documents_0 ((f0,key)>(?,?))',
    ],
    [
      'by a field, backwards',
      { orderBy: 'name', direction: 'descending' },
      'SCAN d USING INDEX documents_0',
      'SEARCH d USING INDEX documents_0 ((f0,key)<(?,?))',
    ],
    [
      'of one value by another field',
      { where: [owner], orderBy: 'name' },
      'SEARCH d USING INDEX documents_2 (f2=?)',
      'SEARCH d USING INDEX documents_2 (f2=? AND (f0,key)>(?,?))',
    ],
    [
      'of one value in a range of another',
      { where: [owner, { field: 'amount', from: 2, below: 5 }], orderBy: 'amount' },
      'SEARCH d USING INDEX documents_3 (f2=? AND f1>? AND f1<?)',
      'SEARCH d USING INDEX documents_3 (f2=? AND (f1,key)>(?,?) AND f1<?)',
    ],
    [
      'of one value in a range of another, backwards',
      { where: [owner, { field: 'amount', from: 2, upTo: 5 }], orderBy: 'amount', direction: 'descending' },
      'SEARCH d USING INDEX documents_3 (f2=? AND f1>? AND f1<?)',
      'SEARCH d USING INDEX documents_3 (f2=? AND f1>? AND (f1,key)<(?,?))',
    ],
    [
      'of two values by a third field',
      { where: [{ field: 'open', is: true }, owner], orderBy: 'amount' },
      'SEARCH d USING INDEX documents_4 (f3=? AND f2=?)',
      'SEARCH d USING INDEX documents_4 (f3=? AND f2=? AND (f1,key)>(?,?))',
    ],
    [
      'of values by the same fields',
      { where: [{ field: 'name', is: 'n1' }], orderBy: 'name' },
      'SEARCH d USING INDEX documents_0 (f0=?)',
      'SEARCH d USING INDEX documents_0 (f0=? AND key>?)',
    ],
    [
      'of a word that many documents have',
      { where: [{ text: 'common' }], orderBy: 'name' },
      'SCAN d USING INDEX documents_0',
      'SEARCH d USING INDEX documents_0 ((f0,key)>(?,?))',
    ],
  ])('find %s by one index, in its order, from the cursor on', (_, query, first, later) => {
    const [one = [], two = []] = plansOfPages(query).map(plan => plan.map(step => step.replace('COVERING ', '')));
    expect([...one, ...two].filter(step => step.includes('TEMP B-TREE'))).toEqual([]);
    expect([one, two].map(plan => plan.find(step => step.includes('documents')))).toEqual([first, later]);
  });

  it('find by a lookup or a rare word through their own tables', () => {
    const through = (condition: Condition, orderBy?: string) =>
      planOfFind({ where: [condition], ...(orderBy && { orderBy }) });
    for (const orderBy of [undefined, 'name', 'open']) {
      expect(through({ lookup: 'ref', has: 'r1' }, orderBy)).toEqual([
        'SEARCH d USING INTEGER PRIMARY KEY (rowid=?)',
        'LIST SUBQUERY 1',
        'SEARCH lookups USING PRIMARY KEY (entry=?)',
        'USE TEMP B-TREE FOR ORDER BY',
      ]);
      expect(through({ text: 'word77' }, orderBy)).toEqual([
        'SEARCH d USING INTEGER PRIMARY KEY (rowid=?)',
        'LIST SUBQUERY 3',
        'COMPOUND QUERY',
        'LEFT-MOST SUBQUERY',
        'SEARCH tokens USING PRIMARY KEY (entry>? AND entry<?)',
        'UNION ALL',
        'SEARCH d USING INTEGER PRIMARY KEY (rowid>?)',
        'SCALAR SUBQUERY 2',
        'SEARCH generations USING INTEGER PRIMARY KEY (rowid=?)',
        'USE TEMP B-TREE FOR ORDER BY',
      ]);
    }
  });

  it('find a list of values in the order of an index, one by one', () => {
    const [one = [], two = []] = plansOfPages({ where: [{ field: 'owner', in: ['o1', 'o3'] }], orderBy: 'name' });
    expect(one).toEqual(['SEARCH d USING COVERING INDEX documents_2 (f2=?)']);
    expect(two).toEqual(['SEARCH d USING COVERING INDEX documents_2 (f2=? AND (f0,key)>(?,?))']);
  });

  it('find by what an index includes without looking at a document, in its order', () => {
    const where: Condition[] = [
      { field: 'place', is: 'p1' },
      { field: 'color', is: 'c1' },
    ];
    const [one = [], two = []] = plansOfPages({ where, orderBy: 'name' });
    expect(one).toEqual(['SEARCH d USING COVERING INDEX documents_6 (f4=?)']);
    expect(two).toEqual(['SEARCH d USING COVERING INDEX documents_6 (f4=? AND (f0,key)>(?,?))']);
  });

  it('find by an index where that leads to fewer documents than a word does', () => {
    const plan = planOfFind({ where: [{ field: 'name', is: 'n1' }, { text: 'word' }], orderBy: 'name' });
    expect(plan).toEqual(['SEARCH d USING INDEX documents_0 (f0=?)']);
  });

  it.each<[string, Partial<Tally>, string]>([
    ['by the fields of an index', { groupBy: ['owner'], sum: ['amount'] }, 'SCAN d USING COVERING INDEX documents_3'],
    [
      'of one value',
      { where: [owner], groupBy: ['owner'], sum: ['amount'] },
      'SEARCH d USING COVERING INDEX documents_3 (f2=?)',
    ],
    [
      'of two values',
      { where: [owner, { field: 'open', is: true }], groupBy: ['owner'], sum: ['amount'] },
      'SEARCH d USING COVERING INDEX documents_4 (f3=? AND f2=?)',
    ],
  ])('tally %s from the index alone', (_, query, expected) => {
    const full = { where: [], groupBy: [], sum: [], ...query };
    expect(lastPlan(() => tally(documents, view as unknown as View, full))).toEqual([expected]);
  });

  it('read documents by key through the key', () => {
    const { layout } = documents;
    statements.asked.length = 0;
    expect([new Documents(layout, statements), new DocumentRows(layout, statements)]).toHaveLength(2);
    const byKey = statements.asked.filter(sql => /^SELECT .* WHERE d\.key = \?$/.test(sql));
    expect(byKey).toHaveLength(2);
    for (const sql of byKey)
      expect(planOf(sql).join()).toMatch(
        /^SEARCH d USING (COVERING )?INDEX documents_key \(key=\?\),SEARCH b USING INTEGER PRIMARY KEY/,
      );
  });
});
