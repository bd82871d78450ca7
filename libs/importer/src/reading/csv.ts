import type { CsvSource } from '../mapping/mapping.js';
import { OVERLONG, UnreadableFile, type Line } from './lines.js';
import { legible, type OpenFile, type Row } from './row.js';

/** A quoted field may run over so many lines; a quote that is not closed by then was never meant to open one. */
export const MOST_LINES = 100;

/** What became of the text of a record: its fields, the need of one more line, or a fault. */
type Split = readonly string[] | 'unfinished' | { readonly fault: string };

/** Splits the text of a record (RFC 4180). A quote within a field that does not begin with one stands for itself. */
function split(text: string, delimiter: string, quote: string): Split {
  if (!text.includes(quote)) return text.split(delimiter);
  const fields: string[] = [];
  for (let at = 0; at <= text.length;) {
    if (text[at] === quote) {
      const field = quoted(text, at, quote);
      if (field === undefined) return 'unfinished';
      at = field.end;
      if (at < text.length && text[at] !== delimiter)
        return { fault: `has text after the closing quote of column ${fields.length + 1}` };
      fields.push(field.value);
    } else {
      const end = text.indexOf(delimiter, at);
      fields.push(text.slice(at, end === -1 ? text.length : end));
      at = end === -1 ? text.length : end;
    }
    at += 1;
  }
  return fields;
}

/** A quoted field and where it ends; undefined where its quote is not closed. A doubled quote stands for one. */
function quoted(text: string, start: number, quote: string): { value: string; end: number } | undefined {
  for (let at = text.indexOf(quote, start + 1); at !== -1; at = text.indexOf(quote, at + 2))
    if (text[at + 1] !== quote)
      return { value: text.slice(start + 1, at).replaceAll(quote + quote, quote), end: at + 1 };
  return undefined;
}

/**
 * Puts lines together to records. Each fault stays with the line it is on: where a quote is never closed, that line
 * alone is refused and the next one is read afresh, so that one stray quote does not swallow the rows after it.
 */
class Records {
  #pending: Line[] = [];
  /** As many as the header has; unknown until it is read. */
  #columns: number | undefined;
  constructor(
    private readonly source: CsvSource,
    private readonly take: (row: Row) => void,
  ) {
    this.#columns = source.header?.length;
  }

  push(line: Line): void {
    const { comment } = this.source;
    if (line.overlong) {
      this.end();
      this.take({ row: line.number, fault: OVERLONG, text: line.text });
    } else if (this.#pending.length > 0) this.#continue(line);
    else if (line.text.trim() !== '' && (comment === undefined || !line.text.startsWith(comment)))
      this.#settle([line], line.text);
  }

  /** The file is at its end: a quote that is open will not be closed. */
  end(): void {
    while (this.#pending.length > 0) this.#giveUp();
  }

  #continue(line: Line): void {
    const lines = [...this.#pending, line];
    this.#pending = [];
    this.#settle(lines, lines.map(one => one.text).join('\n'));
    if (this.#pending.length >= MOST_LINES) this.#giveUp();
  }

  #settle(lines: Line[], text: string): void {
    const { delimiter = ',', quote = '"' } = this.source;
    const found = split(text, delimiter, quote);
    const row = lines[0]!.number;
    this.#pending = lines;
    if (found === 'unfinished') return;
    if (lines.length > 1 && ('fault' in found || found.length !== this.#columns)) return this.#giveUp();
    this.#pending = [];
    if ('fault' in found) return this.take({ row, fault: found.fault, text });
    this.#columns ??= found.length;
    this.take({ row, fields: found });
  }

  /** Refuses the first line of those that wait, and reads the others afresh. */
  #giveUp(): void {
    const [first, ...others] = this.#pending;
    this.#pending = [];
    this.take({
      row: first!.number,
      fault: 'has a quote that is opened and not closed as it should be',
      text: first!.text,
    });
    for (const line of others) this.push(line);
  }
}

async function* recordsOf(source: CsvSource, lines: AsyncIterable<readonly Line[]>): AsyncGenerator<readonly Row[]> {
  let found: Row[] = [];
  const records = new Records(source, row => found.push(row));
  for await (const run of lines) {
    for (const line of run) records.push(line);
    if (found.length > 0) yield found;
    found = [];
  }
  records.end();
  if (found.length > 0) yield found;
}

/** A row must have as many columns as the header, and text in each. */
const fitting =
  (header: readonly string[]) =>
  (row: Row): Row => {
    if (row.fault !== undefined) return row;
    if (row.fields.length === header.length) return legible(row.row, header, row.fields);
    return {
      row: row.row,
      fault: `has ${row.fields.length} columns where the header has ${header.length}`,
      text: row.fields.join(' | '),
    };
  };

/** The rows of a CSV file. Its header is that of the mapping, or its first line. Throws {@link UnreadableFile}. */
export async function csvRows(source: CsvSource, lines: AsyncIterable<readonly Line[]>): Promise<OpenFile> {
  const records = recordsOf(source, lines);
  let first: readonly Row[] = [];
  let header = source.header;
  if (header === undefined) {
    const run = await records.next();
    const [line, ...rest] = run.done === true ? [] : run.value;
    if (line === undefined) throw new UnreadableFile('the file is empty: it has no header line');
    if (line.fault !== undefined) throw new UnreadableFile(`the header line ${line.fault}`);
    header = line.fields.map(name => name.trim());
    first = rest;
  }
  const fit = fitting(header);
  async function* rows() {
    yield first.map(fit);
    for await (const run of records) yield run.map(fit);
  }
  return { header, rows: rows() };
}
