import type { Readable } from 'node:stream';
import type { Source } from '../mapping/mapping.js';
import { csvRows } from './csv.js';
import { fixedRows } from './fixed.js';
import { linesOf } from './lines.js';
import type { OpenFile } from './row.js';

/** Opens a file as its mapping says. Blank lines and comments are no rows. Throws `UnreadableFile`. */
export function openRows(source: Source, bytes: Readable): Promise<OpenFile> {
  const lines = linesOf(bytes, source.encoding);
  return source.format === 'csv' ? csvRows(source, lines) : fixedRows(source, lines);
}
