import { docOf } from '../body.js';
import type { DocWrite, StoredDoc, VersionedDoc } from '../view-store.js';
import type { Layout } from './layout.js';
import type { Statement, Statements } from './statements.js';
import type { SqlValue } from './values.js';

/** The documents of one generation, to be read. Inside the caller's transaction. */
export class Documents {
  readonly #read: Statement;
  readonly #readIfActive: Statement;
  readonly #readById: Statement;
  readonly #removedAt: Statement;

  constructor(
    readonly layout: Layout,
    readonly statements: Statements,
  ) {
    const { documents, bodies, removed } = layout;
    const byKey = `${documents} d CROSS JOIN ${bodies} b ON b.id = d.id`;
    this.#read = statements.get(`SELECT b.position, b.body FROM ${byKey} WHERE d.key = ?`);
    this.#readIfActive = statements.get(
      `SELECT b.position, CASE b.position WHEN ? THEN NULL ELSE b.body END
       FROM generations g CROSS JOIN ${byKey} WHERE g.id = ${layout.id} AND g.state = 'active' AND d.key = ?`,
    );
    this.#readById = statements.get(`SELECT position, body FROM ${bodies} WHERE id = ?`);
    this.#removedAt = statements.get(`SELECT position FROM ${removed} WHERE key = ?`);
  }

  get(key: string): StoredDoc | undefined {
    return this.#stored(key, this.#read.get(key));
  }

  /**
   * A document as long as the generation is the active one, by one statement: it needs no transaction to see one state of the file.
   * What is at the position `known` comes without its document.
   */
  getIfActive(key: string, known: bigint): (Pick<VersionedDoc, 'doc'> & { readonly position: bigint }) | undefined {
    const row = this.#readIfActive.get(known, key) as [bigint, string | null] | undefined;
    if (row === undefined) return undefined;
    const [position, body] = row;
    return body === null ? { position } : { position, doc: docOf(body, { of: this.layout.view, key, position }) };
  }

  /** A document that is known to be there. */
  withId(id: bigint, key: string): StoredDoc {
    return this.#stored(key, this.#readById.get(id))!;
  }

  /** The document, or else the tombstone that it left; one of a document that came back is older, and never looked at. */
  lastWritten(key: string): DocWrite | undefined {
    return this.get(key) ?? this.#tombstone(key);
  }

  #stored(key: string, row: SqlValue[] | undefined): StoredDoc | undefined {
    if (row === undefined) return undefined;
    const [position, body] = row as [bigint, string];
    return { key, position, doc: docOf(body, { of: this.layout.view, key, position }) };
  }

  #tombstone(key: string): DocWrite | undefined {
    const row = this.#removedAt.get(key) as [bigint] | undefined;
    return row && { key, position: row[0], doc: null };
  }
}
