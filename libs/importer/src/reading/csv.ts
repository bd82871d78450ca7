import type { CsvSource } from '../mapping/mapping.js';
import { lineReader } from './csv-line.js';
import { Records } from './csv-records.js';
import { UnreadableFile, type Line } from './lines.js';
import { legible, type OpenFile, type Row } from './row.js';

async function* recordsOf(source: CsvSource, lines: AsyncIterable<readonly Line[]>): AsyncGenerator<readonly Row[]> {
  let found: Row[] = [];
  const { comment, header } = source;
  const take = (row: Row) => void found.push(row);
  const records = new Records({ read: lineReader(source), comment, columns: header?.length, take });
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
