import type { FixedSource } from '../mapping/mapping.js';
import { OVERLONG, type Line } from './lines.js';
import { legible, type OpenFile, type Row } from './row.js';

/** The rows of a file whose columns stand at fixed places; each line is one. A short line ends in empty columns. */
export async function fixedRows(
  { fields, comment }: FixedSource,
  lines: AsyncIterable<readonly Line[]>,
): Promise<OpenFile> {
  const header = Object.keys(fields);
  const places = Object.values(fields).map(({ start, width }) => [start - 1, start - 1 + width] as const);
  const rowOf = ({ number, text, overlong }: Line): Row[] => {
    if (overlong) return [{ row: number, fault: OVERLONG, text }];
    if (text.trim() === '' || (comment !== undefined && text.startsWith(comment))) return [];
    const cut = places.map(([from, to]) => text.slice(from, to));
    return [legible(number, header, cut, text)];
  };
  async function* rows() {
    for await (const run of lines) yield run.flatMap(rowOf);
  }
  return { header, rows: rows() };
}
