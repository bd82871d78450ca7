import type { CsvSource } from '../mapping/mapping.js';

/** What a line of a CSV file says: its fields, or a fault. Where a quote is open at its end, the last field goes on. */
export type ReadLine =
  | { readonly fields: readonly string[]; readonly isOpen: boolean; readonly fault?: undefined }
  | { readonly fault: string };

/** Reads a line that begins a record, or one that begins inside a quoted field. */
export type LineReader = (text: string, isInside: boolean) => ReadLine;

/** A field of a line, and where it ends; no end where its quote is not closed. */
interface Field {
  readonly value: string;
  readonly end: number | undefined;
}

/** Splits lines (RFC 4180). A quote within a field that does not begin with one stands for itself. */
export const lineReader =
  ({ delimiter = ',', quote = '"' }: Pick<CsvSource, 'delimiter' | 'quote'>): LineReader =>
  (text, isInside) => {
    if (!text.includes(quote))
      return isInside ? { fields: [text], isOpen: true } : { fields: text.split(delimiter), isOpen: false };
    const fields: string[] = [];
    // The quote of a field that goes on stands before the line.
    for (let at = isInside ? -quote.length : 0; at <= text.length;) {
      const isQuoted = at < 0 || text.startsWith(quote, at);
      const { value, end } = isQuoted ? quoted(text, at + quote.length, quote) : plain(text, at, delimiter);
      fields.push(value);
      if (end === undefined) return { fields, isOpen: true };
      if (end < text.length && !text.startsWith(delimiter, end))
        return { fault: `has text after the closing quote of column ${fields.length}` };
      at = end + delimiter.length;
    }
    return { fields, isOpen: false };
  };

function plain(text: string, start: number, delimiter: string): Field {
  const at = text.indexOf(delimiter, start);
  const end = at === -1 ? text.length : at;
  return { value: text.slice(start, end), end };
}

/** The field behind an opening quote. A doubled quote stands for one. */
function quoted(text: string, start: number, quote: string): Field {
  const doubled = quote + quote;
  let at = text.indexOf(quote, start);
  while (at !== -1 && text.startsWith(doubled, at)) at = text.indexOf(quote, at + doubled.length);
  const value = text.slice(start, at === -1 ? undefined : at).replaceAll(doubled, quote);
  return { value, end: at === -1 ? undefined : at + quote.length };
}
