import type { Doc, View } from '@touchstream/views';
import type { DocWrite, StoredDoc } from '../view-store.js';
import { Entries, type EntryTable } from './entries.js';
import type { Layout } from './layout.js';
import type { Statement, Statements } from './statements.js';
import { sameSql, type SqlValue } from './values.js';
import { ensureKey, writtenOf, type Written } from './written.js';

/** A row as a write finds it: id, position, tokens, lookups, then the fields. */
type Row = [id: bigint, position: bigint, tokens: string, lookups: string, ...fields: SqlValue[]];

type Place = Pick<DocWrite, 'key' | 'position'>;

type Found = Pick<Written, 'tokens' | 'lookups'>;
const NOTHING: Found = { tokens: '', lookups: '' };

interface Batch {
  readonly view: View;
  readonly tokens: Entries;
  readonly lookups: Entries;
}

function stored(key: string, row: SqlValue[] | undefined): StoredDoc | undefined {
  if (row === undefined) return undefined;
  const [position, body] = row as [bigint, string];
  return { key, position, doc: JSON.parse(body) as Doc };
}

const marks = (count: number) => Array.from({ length: count }, () => '?').join(', ');

/** The documents of one generation, by key. Inside the caller's transaction. */
export class Documents {
  readonly #read: Statement;
  readonly #readById: Statement;
  readonly #row: Statement;
  readonly #insert: Statement;
  readonly #insertBody: Statement;
  readonly #updateBody: Statement;
  readonly #delete: Statement;
  readonly #deleteBody: Statement;
  readonly #removedAt: Statement;
  readonly #remove: Statement;
  readonly #tokens: EntryTable;
  readonly #lookups: EntryTable;

  constructor(
    readonly layout: Layout,
    readonly statements: Statements,
    /** False while its indexes are yet to be made: entries of tokens and lookups are then left out too. */
    private readonly isIndexed: boolean,
  ) {
    const { documents, bodies, tokens, lookups, removed, columns } = layout;
    const found = ['key', 'tokens', 'lookups', ...columns];
    const sql = (text: string) => statements.get(text);
    const byKey = `FROM ${documents} d CROSS JOIN ${bodies} b ON b.id = d.id WHERE d.key = ?`;
    this.#read = sql(`SELECT b.position, b.body ${byKey}`);
    this.#readById = sql(`SELECT position, body FROM ${bodies} WHERE id = ?`);
    this.#row = sql(
      `SELECT d.id, b.position, ${['tokens', 'lookups', ...columns].map(name => `d.${name}`).join(', ')} ${byKey}`,
    );
    this.#insert = sql(`INSERT INTO ${documents} (${found.join(', ')}) VALUES (${marks(found.length)})`);
    this.#insertBody = sql(`INSERT INTO ${bodies} (id, position, body) VALUES (?, ?, ?)`);
    this.#updateBody = sql(`UPDATE ${bodies} SET position = ?, body = ? WHERE id = ?`);
    this.#delete = sql(`DELETE FROM ${documents} WHERE id = ?`);
    this.#deleteBody = sql(`DELETE FROM ${bodies} WHERE id = ?`);
    this.#removedAt = sql(`SELECT position FROM ${removed} WHERE key = ?`);
    this.#remove = sql(`INSERT OR REPLACE INTO ${removed} (key, position) VALUES (?, ?)`);
    this.#tokens = {
      add: sql(`INSERT INTO ${tokens} (entry, id) VALUES (?, ?)`),
      drop: sql(`DELETE FROM ${tokens} WHERE entry = ? AND id = ?`),
    };
    this.#lookups = {
      add: sql(`INSERT INTO ${lookups} (entry, id) VALUES (?, ?)`),
      drop: sql(`DELETE FROM ${lookups} WHERE entry = ? AND id = ?`),
    };
  }

  get(key: string): StoredDoc | undefined {
    return stored(key, this.#read.get(key));
  }

  /** A document that is known to be there. */
  withId(id: bigint, key: string): StoredDoc {
    return stored(key, this.#readById.get(id))!;
  }

  /** The document, or else the tombstone that it left; one of a document that came back is older, and never looked at. */
  lastWritten(key: string): DocWrite | undefined {
    return this.get(key) ?? this.#tombstone(key);
  }

  /** Writes and removes documents; what is not newer than what is there is skipped. `areNew`: none of them is there. */
  write(view: View, writes: readonly DocWrite[], areNew: boolean): void {
    const batch: Batch = { view, tokens: new Entries(this.#tokens), lookups: new Entries(this.#lookups) };
    for (const write of writes) this.#write(batch, write, areNew);
    batch.tokens.write();
    batch.lookups.write();
  }

  #write(batch: Batch, { key, position, doc }: DocWrite, isNew: boolean): void {
    ensureKey(batch.view.name, key);
    const row = isNew ? undefined : (this.#row.get(key) as Row | undefined);
    const before = isNew ? undefined : (row?.[1] ?? this.#tombstone(key)?.position);
    if (before !== undefined && position <= before) return;
    if (doc === null) this.#toTombstone(batch, row, { key, position });
    else if (row === undefined) this.#add(batch, { key, position }, writtenOf(batch.view, doc, this.layout.fields));
    else this.#update(batch, row, position, writtenOf(batch.view, doc, this.layout.fields));
  }

  #tombstone(key: string): DocWrite | undefined {
    const row = this.#removedAt.get(key) as [bigint] | undefined;
    return row && { key, position: row[0], doc: null };
  }

  #add(batch: Batch, { key, position }: Place, { fields, tokens, lookups, body }: Written): void {
    const id = BigInt(this.#insert.run(key, tokens, lookups, ...fields).lastInsertRowid);
    this.#insertBody.run(id, position, body);
    this.#enter(batch, id, NOTHING, { tokens, lookups });
  }

  /** Sets only what has changed: a column that is set costs a write in each index it is in. */
  #update(batch: Batch, row: Row, position: bigint, written: Written): void {
    const { layout, statements } = this;
    const [id, , oldTokens, oldLookups, ...oldFields] = row;
    const { fields, tokens, lookups, body } = written;
    this.#updateBody.run(position, body, id);
    const columns: string[] = [];
    const values: SqlValue[] = [];
    const set = (column: string, before: SqlValue, after: SqlValue) => {
      if (sameSql(before, after)) return;
      columns.push(`${column} = ?`);
      values.push(after);
    };
    fields.forEach((field, at) => set(layout.columns[at]!, oldFields[at]!, field));
    set('tokens', oldTokens, tokens);
    set('lookups', oldLookups, lookups);
    if (columns.length === 0) return;
    statements.get(`UPDATE ${layout.documents} SET ${columns.join(', ')} WHERE id = ?`).run(...values, id);
    this.#enter(batch, id, { tokens: oldTokens, lookups: oldLookups }, { tokens, lookups });
  }

  #toTombstone(batch: Batch, row: Row | undefined, { key, position }: Place): void {
    this.#remove.run(key, position);
    if (row === undefined) return;
    const [id, , tokens, lookups] = row;
    this.#enter(batch, id, { tokens, lookups }, NOTHING);
    this.#delete.run(id);
    this.#deleteBody.run(id);
  }

  #enter({ tokens, lookups }: Batch, id: bigint, before: Found, after: Found): void {
    if (!this.isIndexed) return;
    tokens.change(id, before.tokens, after.tokens);
    lookups.change(id, before.lookups, after.lookups);
  }
}
