import type { Doc } from '@touchstream/views';
import type { DocWrite, StoredDoc } from '../view-store.js';
import type { Layout } from './layout.js';
import type { Statement, Statements } from './statements.js';
import type { SqlValue } from './values.js';

function stored(key: string, row: SqlValue[] | undefined): StoredDoc | undefined {
  if (row === undefined) return undefined;
  const [position, body] = row as [bigint, string];
  return { key, position, doc: JSON.parse(body) as Doc };
}

/** The documents of one generation, to be read. Inside the caller's transaction. */
export class Documents {
  readonly #read: Statement;
  readonly #readById: Statement;
  readonly #removedAt: Statement;

  constructor(
    readonly layout: Layout,
    readonly statements: Statements,
  ) {
    const { documents, bodies, removed } = layout;
    this.#read = statements.get(
      `SELECT b.position, b.body FROM ${documents} d CROSS JOIN ${bodies} b ON b.id = d.id WHERE d.key = ?`,
    );
    this.#readById = statements.get(`SELECT position, body FROM ${bodies} WHERE id = ?`);
    this.#removedAt = statements.get(`SELECT position FROM ${removed} WHERE key = ?`);
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

  #tombstone(key: string): DocWrite | undefined {
    const row = this.#removedAt.get(key) as [bigint] | undefined;
    return row && { key, position: row[0], doc: null };
  }
}
