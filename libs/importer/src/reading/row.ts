/** A row: the line of the file on which it begins, and the text of each column, or why it cannot be read. */
export type Row =
  | { readonly row: number; readonly fields: readonly string[]; readonly fault?: undefined }
  | { readonly row: number; readonly fault: string; readonly text: string; readonly column?: string };

/** A file, opened: its columns' names, and its rows, a run of them at a time. */
export interface OpenFile {
  readonly header: readonly string[];
  readonly rows: AsyncIterable<readonly Row[]>;
}

/** What a decoder puts where the bytes are no text. */
const UNREADABLE = '\uFFFD';
const DAMAGED = 'holds bytes that are no text in the encoding of the file';

/**
 * The row of such fields; refused where one of them, or else its line, is damaged. That holds for columns that nobody
 * asks for, too: where columns stand at fixed places, what comes after lost bytes may be out of its own.
 */
export function legible(row: number, header: readonly string[], fields: readonly string[], line = ''): Row {
  const at = fields.findIndex(field => field.includes(UNREADABLE));
  if (at !== -1) return { row, column: header[at]!, fault: DAMAGED, text: fields[at]! };
  return line.includes(UNREADABLE) ? { row, fault: DAMAGED, text: line } : { row, fields };
}
