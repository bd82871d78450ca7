import type { LineReader, ReadLine } from './csv-line.js';
import { LONGEST_LINE, OVERLONG, type Line } from './lines.js';
import type { Row } from './row.js';

/**
 * A quoted field may run over so many lines, and its record be as long as a line may be; a quote that is not closed by
 * then was never meant to open one.
 */
export const MOST_LINES = 100;

const UNCLOSED = 'has a quote that is opened and not closed as it should be';

type Fields = Extract<ReadLine, { readonly fault?: undefined }>;

/** A line, and how it was read: the first one as what begins a record, the others as what goes on inside a quote. */
interface Held {
  readonly line: Line;
  readonly read: ReadLine;
}

interface RecordsOptions {
  readonly read: LineReader;
  readonly comment: string | undefined;
  /** As many columns as the header has, where it is known before the first record. */
  readonly columns: number | undefined;
  readonly take: (row: Row) => void;
}

/**
 * Puts lines together to records. Each fault stays with the line it is on: where a quote is never closed, that line
 * alone is refused and the next one begins a record, so that one stray quote does not swallow the rows after it. A line
 * is read twice at most, whatever the quotes: as what goes on inside one, and as a beginning.
 */
export class Records {
  /** The lines of a record whose quote is open. Each leaves it open, but for the last while it is looked at. */
  readonly #held: Held[] = [];
  #columns: number | undefined;
  constructor(private readonly options: RecordsOptions) {
    this.#columns = options.columns;
  }

  push(line: Line): void {
    if (line.overlong) {
      this.end();
      this.options.take({ row: line.number, fault: OVERLONG, text: line.text });
    } else if (this.#held.length > 0) {
      this.#held.push({ line, read: this.options.read(line.text, true) });
      this.#settle();
    } else {
      const read = this.#begin(line);
      if (read !== undefined) this.#held.push({ line, read });
    }
  }

  /** The file is at its end: a quote that is open will not be closed. */
  end(): void {
    while (this.#held.length > 0) this.#giveUp();
  }

  /** Takes the line for a record; gives what it says where that goes on in the next line. */
  #begin({ number: row, text }: Line): Fields | undefined {
    const { comment, read, take } = this.options;
    if (text.trim() === '' || (comment !== undefined && text.startsWith(comment))) return undefined;
    const found = read(text, false);
    if (found.fault !== undefined) take({ row, fault: found.fault, text });
    else if (found.isOpen) return found;
    else {
      this.#columns ??= found.fields.length;
      take({ row, fields: found.fields });
    }
    return undefined;
  }

  #settle(): void {
    while (this.#held.length > 0) {
      const { read } = this.#held.at(-1)!;
      const isShort = this.#held.reduce((sum, { line }) => sum + line.text.length, 0) <= LONGEST_LINE;
      if (isShort && read.fault === undefined) {
        if (read.isOpen ? this.#held.length < MOST_LINES : this.#takeHeld()) return;
      }
      this.#giveUp();
    }
  }

  /** Takes the lines for one record; false where they do not have its columns. */
  #takeHeld(): boolean {
    // None of them has a fault: the last one was looked at, and those before it are open.
    const parts = this.#held.map(({ read }) => (read as Fields).fields);
    const columns = parts.reduce((sum, fields) => sum + fields.length - 1, 1);
    if (columns !== this.#columns) return false;
    const row = this.#held[0]!.line.number;
    this.#held.length = 0;
    this.options.take({ row, fields: joined(parts) });
    return true;
  }

  /** Refuses the first line of those that are held. The next one that begins a record in their midst takes its place. */
  #giveUp(): void {
    const { line } = this.#held.shift()!;
    this.options.take({ row: line.number, fault: UNCLOSED, text: line.text });
    for (let next = this.#held[0]; next !== undefined; next = this.#held[0]) {
      const read = this.#begin(next.line);
      if (read === undefined) this.#held.shift();
      else {
        this.#held[0] = { line: next.line, read };
        return;
      }
    }
  }
}

/** The fields of lines, the last field of each going on in the first of the next. */
function joined(lines: readonly (readonly string[])[]): string[] {
  const fields: string[] = [];
  for (const [first, ...others] of lines) {
    fields.push(fields.length === 0 ? first! : `${fields.pop()}\n${first}`);
    for (const one of others) fields.push(one);
  }
  return fields;
}
