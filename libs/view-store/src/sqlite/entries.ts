import type { Statement } from './statements.js';
import { linesOf } from './written.js';

interface Change {
  readonly line: string;
  readonly id: bigint;
  readonly statement: Statement;
}

export interface EntryTable {
  /** Takes a line, then the document's id; so does `drop`. */
  readonly add: Statement;
  readonly drop: Statement;
}

/**
 * What a batch changes in a table of entries, which are many and small and lie far apart: written at its end, in the
 * table's order, so that neighbours are written together.
 */
export class Entries {
  readonly #changes: Change[] = [];

  constructor(private readonly table: EntryTable) {}

  /** A document's entries have become others. */
  change(id: bigint, before: string, after: string): void {
    if (before === after) return;
    const { add, drop } = this.table;
    const gone = new Set(linesOf(before));
    for (const line of linesOf(after)) if (!gone.delete(line)) this.#changes.push({ line, id, statement: add });
    for (const line of gone) this.#changes.push({ line, id, statement: drop });
  }

  /** The sort is stable: of one document's entry, the later change stays the later one. */
  write(): void {
    this.#changes.sort((a, b) => (a.line < b.line ? -1 : Number(a.line > b.line)));
    for (const { line, id, statement } of this.#changes) statement.run(line, id);
  }
}
