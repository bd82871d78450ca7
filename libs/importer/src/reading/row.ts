/** A row: the line of the file on which it begins, and the text of each column, or why it cannot be told apart. */
export type Row =
  | { readonly row: number; readonly fields: readonly string[]; readonly fault?: undefined }
  | { readonly row: number; readonly fault: string; readonly text: string };

/** A file, opened: its columns' names, and its rows, a run of them at a time. */
export interface OpenFile {
  readonly header: readonly string[];
  readonly rows: AsyncIterable<readonly Row[]>;
}
