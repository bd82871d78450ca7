import { Entries, type EntryTable } from './entries.js';
import type { Layout } from './layout.js';
import type { Statement, Statements } from './statements.js';
import { sameSql, type SqlValue } from './values.js';
import { writtenOf, type Prepared, type Written } from './written.js';

/** What becomes of one document; null removes it. */
export type RowWrite = readonly [key: string, position: bigint, row: Prepared | null];

/** A row as a write finds it: id, position, tokens, lookups, then the fields. */
type Row = [id: bigint, position: bigint, tokens: string, lookups: string, ...fields: SqlValue[]];

type Found = Pick<Written, 'tokens' | 'lookups'>;
const NOTHING: Found = { tokens: '', lookups: '' };

/** What a generation is like when documents are written to it. */
export interface WrittenInto {
  /** Documents beyond this id wait to have their words entered. */
  readonly worded: bigint;
  /** False while its indexes are yet to be made: entries of tokens and lookups are then left out too. */
  readonly isIndexed: boolean;
  /** None of the documents is there. */
  readonly areNew: boolean;
}

interface Batch extends WrittenInto {
  readonly tokens: Entries;
  readonly lookups: Entries;
}

/**
 * So many new documents, more or less, wait together to have their words entered: each word has a place of its own in the table, and the
 * more come at once, the more share a page. Who searches looks through those that wait.
 */
const WAITING = 500n;

const marks = (count: number) => Array.from({ length: count }, () => '?').join(', ');

/** The rows of one generation's documents, to be written. Inside the caller's transaction. */
export class DocumentRows {
  readonly #row: Statement;
  readonly #insert: Statement;
  readonly #insertBody: Statement;
  readonly #updateBody: Statement;
  readonly #delete: Statement;
  readonly #deleteBody: Statement;
  readonly #removedAt: Statement;
  readonly #remove: Statement;
  readonly #newest: Statement;
  readonly #wording: Statement;
  readonly #tokens: EntryTable;
  readonly #lookups: EntryTable;

  constructor(
    private readonly layout: Layout,
    private readonly statements: Statements,
  ) {
    const { documents, bodies, tokens, lookups, removed, columns } = layout;
    const found = ['tokens', 'lookups', ...columns];
    const sql = (text: string) => statements.get(text);
    const byKey = `FROM ${documents} d CROSS JOIN ${bodies} b ON b.id = d.id WHERE d.key = ?`;
    this.#row = sql(`SELECT d.id, b.position, ${found.map(name => `d.${name}`).join(', ')} ${byKey}`);
    this.#insert = sql(`INSERT INTO ${documents} (key, ${found.join(', ')}) VALUES (${marks(found.length + 1)})`);
    this.#insertBody = sql(`INSERT INTO ${bodies} (id, position, body) VALUES (?, ?, ?)`);
    this.#updateBody = sql(`UPDATE ${bodies} SET position = ?, body = ? WHERE id = ?`);
    this.#delete = sql(`DELETE FROM ${documents} WHERE id = ?`);
    this.#deleteBody = sql(`DELETE FROM ${bodies} WHERE id = ?`);
    this.#removedAt = sql(`SELECT position FROM ${removed} WHERE key = ?`);
    this.#remove = sql(`INSERT OR REPLACE INTO ${removed} (key, position) VALUES (?, ?)`);
    this.#newest = sql(`SELECT COALESCE(MAX(id), 0) FROM ${documents}`);
    this.#wording = sql(layout.wording);
    this.#tokens = {
      add: sql(`INSERT INTO ${tokens} (entry, id) VALUES (?, ?)`),
      drop: sql(`DELETE FROM ${tokens} WHERE entry = ? AND id = ?`),
    };
    this.#lookups = {
      add: sql(`INSERT INTO ${lookups} (entry, id) VALUES (?, ?)`),
      drop: sql(`DELETE FROM ${lookups} WHERE entry = ? AND id = ?`),
    };
  }

  /** Writes and removes documents; what is not newer than what is there is skipped. */
  write(writes: readonly RowWrite[], into: WrittenInto): void {
    const batch: Batch = { ...into, tokens: new Entries(this.#tokens), lookups: new Entries(this.#lookups) };
    for (const write of writes) this.#write(batch, write);
    batch.tokens.write();
    batch.lookups.write();
  }

  /** Enters the words of the documents beyond an id where many wait for it. Gives the id up to which words are entered now. */
  enterWords(worded: bigint): bigint {
    const newest = this.newest();
    if (newest - worded < WAITING) return worded;
    this.#wording.run(worded);
    return newest;
  }

  /** The greatest id of a document; 0 where there is none. */
  newest(): bigint {
    return (this.#newest.get() as [bigint])[0];
  }

  #write(batch: Batch, [key, position, prepared]: RowWrite): void {
    const { areNew } = batch;
    const row = areNew ? undefined : (this.#row.get(key) as Row | undefined);
    const before = areNew ? undefined : (row?.[1] ?? this.#tombstone(key));
    if (before !== undefined && position <= before) return;
    if (prepared === null) this.#toTombstone(batch, row, key, position);
    else if (row === undefined) this.#add(batch, key, position, writtenOf(prepared));
    else this.#update(batch, row, position, writtenOf(prepared));
  }

  #tombstone(key: string): bigint | undefined {
    return (this.#removedAt.get(key) as [bigint] | undefined)?.[0];
  }

  #add(batch: Batch, key: string, position: bigint, { fields, tokens, lookups, body }: Written): void {
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

  #toTombstone(batch: Batch, row: Row | undefined, key: string, position: bigint): void {
    this.#remove.run(key, position);
    if (row === undefined) return;
    const [id, , tokens, lookups] = row;
    this.#enter(batch, id, { tokens, lookups }, NOTHING);
    this.#delete.run(id);
    this.#deleteBody.run(id);
  }

  #enter({ worded, isIndexed, tokens, lookups }: Batch, id: bigint, before: Found, after: Found): void {
    if (!isIndexed) return;
    if (id <= worded) tokens.change(id, before.tokens, after.tokens);
    lookups.change(id, before.lookups, after.lookups);
  }
}
