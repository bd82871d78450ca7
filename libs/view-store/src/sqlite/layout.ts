import type { Shape } from '../query/index.js';
import { ViewStoreUnavailable } from '../view-store.js';

/** An index of a generation's documents, by the fields it is of; the key follows them, and what it includes. */
export interface TableIndex {
  readonly name: string;
  readonly fields: readonly string[];
  readonly includes: readonly string[];
}

/** The lines of a document's tokens as a JSON array: letters and digits, which JSON takes as they are. */
const WORDS = `'["' || replace(substr(d.tokens, 2), char(10), '","') || '"]'`;
/** The same of its lookups, which are JSON. */
const LOOKUPS = `'[' || replace(substr(d.lookups, 2), char(10), ',') || ']'`;

/** The names of a generation's tables, columns and indexes. No name of a view or field gets into SQL. */
export class Layout {
  readonly documents: string;
  readonly bodies: string;
  readonly tokens: string;
  readonly lookups: string;
  readonly removed: string;
  /** Documents by key. */
  readonly byKey: TableIndex;
  readonly indexes: readonly TableIndex[];
  /** Columns of the declared fields, in the order of {@link fields}. */
  readonly columns: readonly string[];
  readonly fields: readonly string[];
  readonly #columns: ReadonlyMap<string, string>;

  constructor(
    readonly id: bigint,
    readonly view: string,
    shape: Shape,
  ) {
    this.documents = `documents_${id}`;
    this.bodies = `bodies_${id}`;
    this.tokens = `tokens_${id}`;
    this.lookups = `lookups_${id}`;
    this.removed = `removed_${id}`;
    this.byKey = { name: `documents_${id}_key`, fields: [], includes: [] };
    this.indexes = shape.indexes.map(({ fields, includes = [] }, at) => ({
      name: `documents_${id}_${at}`,
      fields,
      includes,
    }));
    this.fields = shape.fields;
    this.columns = shape.fields.map((_, at) => `f${at}`);
    this.#columns = new Map(shape.fields.map((field, at) => [field, `f${at}`]));
  }

  get tables(): readonly string[] {
    return [this.documents, this.bodies, this.tokens, this.lookups, this.removed];
  }

  /** Throws where the view has declared the field since: until it is built anew, it cannot be asked for. */
  column(field: string): string {
    const column = this.#columns.get(field);
    if (column === undefined) throw new ViewStoreUnavailable(`documents by ${field} have not been built yet`);
    return column;
  }

  /**
   * What documents are found by stands apart from what they are, so that looking through many is looking through little.
   * Tokens and lookups stand in the document too: a write sees which of them are new, a walk whether a word is there, and
   * their tables can be filled from it.
   */
  get definition(): string {
    const { documents, bodies, tokens, lookups, removed, columns } = this;
    const entries = (name: string) =>
      `CREATE TABLE ${name} (entry TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (entry, id)) STRICT, WITHOUT ROWID`;
    return [
      `CREATE TABLE ${documents} (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL,
        ${columns.map(column => `${column} ANY NOT NULL, `).join('')}
        tokens TEXT NOT NULL, lookups TEXT NOT NULL
      ) STRICT`,
      `CREATE TABLE ${bodies} (
        id INTEGER PRIMARY KEY, position INTEGER NOT NULL, body TEXT NOT NULL
      ) STRICT`,
      entries(tokens),
      entries(lookups),
      `CREATE TABLE ${removed} (
        key TEXT PRIMARY KEY, position INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
    ].join(';\n');
  }

  /** Makes the index by key, where it is not there yet. */
  get keying(): string {
    return `CREATE UNIQUE INDEX IF NOT EXISTS ${this.byKey.name} ON ${this.documents} (key)`;
  }

  /**
   * What makes the indexes that are not there yet, one by one. Of documents that are there already: in one go it is done
   * many times faster than document by document.
   */
  get indexing(): readonly string[] {
    const { documents, indexes, keying } = this;
    const columns = (fields: readonly string[]) => fields.map(field => this.column(field));
    const indexed = ({ fields, includes }: TableIndex) => [...columns(fields), 'key', ...columns(includes)].join(', ');
    return [
      keying,
      ...indexes.map(index => `CREATE INDEX IF NOT EXISTS ${index.name} ON ${documents} (${indexed(index)})`),
    ];
  }

  /** Fills the tables of entries anew from the documents' own, in the tables' order. */
  get filling(): string {
    const { tokens, lookups } = this;
    return [
      `DELETE FROM ${tokens}`,
      this.#entering(tokens, 'tokens', WORDS, '0'),
      `DELETE FROM ${lookups}`,
      this.#entering(lookups, 'lookups', LOOKUPS, '0'),
    ].join(';\n');
  }

  /** Enters the words of the documents beyond an id, likewise. */
  get wording(): string {
    return this.#entering(this.tokens, 'tokens', WORDS, '?');
  }

  #entering(table: string, column: string, array: string, beyond: string): string {
    return `INSERT INTO ${table} (entry, id) SELECT e.value, d.id FROM ${this.documents} d CROSS JOIN json_each(${array}) e
      WHERE d.id > ${beyond} AND d.${column} <> '' ORDER BY 1, 2`;
  }
}
