import type Database from 'better-sqlite3';
import type { SqlValue } from './values.js';

export type Statement = Database.Statement<SqlValue[], SqlValue[]>;

/** Forms of a query that are kept prepared; there are as many as a view has ways to be asked. */
const KEPT = 500;

/** Statements by their SQL, prepared once. Rows are arrays. */
export class Statements {
  readonly #prepared = new Map<string, Statement>();

  constructor(private readonly db: Database.Database) {}

  get(sql: string): Statement {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    if (this.#prepared.size === KEPT) this.#prepared.clear();
    const statement = this.db.prepare<SqlValue[], SqlValue[]>(sql);
    if (statement.reader) statement.raw();
    this.#prepared.set(sql, statement);
    return statement;
  }
}
