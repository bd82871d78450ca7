import type { Readable } from 'node:stream';

/** A line of a file: its number, from 1, and its text without the line break. */
export interface Line {
  readonly number: number;
  readonly text: string;
  /** It was longer than {@link LONGEST_LINE}; the text is its beginning only. */
  readonly overlong?: true;
}

/** A longer line is no row; a file without line breaks is no reason to fill the memory. In characters. */
export const LONGEST_LINE = 1_000_000;
export const OVERLONG = `is longer than ${LONGEST_LINE} characters`;
const KEPT_OF_OVERLONG = 200;

/** A file that cannot be read as what its mapping says it is. Its texts hold nothing that stands in the file. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** Cuts text into lines; what is left of a chunk waits for the next one. */
class Lines {
  #number = 0;
  #rest = '';
  #overlong = false;

  push(text: string): Line[] {
    const texts = (this.#rest + text).split('\n');
    this.#rest = texts.pop()!;
    const lines = texts.map(one => this.#line(one));
    if (this.#rest.length > LONGEST_LINE) {
      this.#overlong = true;
      this.#rest = this.#rest.slice(0, KEPT_OF_OVERLONG);
    }
    return lines;
  }

  end(): Line[] {
    return this.#rest === '' ? [] : [this.#line(this.#rest)];
  }

  #line(text: string): Line {
    const number = (this.#number += 1);
    if (this.#overlong || text.length > LONGEST_LINE) {
      this.#overlong = false;
      return { number, text: text.slice(0, KEPT_OF_OVERLONG), overlong: true };
    }
    return { number, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  }
}

/**
 * The lines of a file, a run of them at a time. Lines end in LF or CR LF; a byte order mark is skipped; what is no text
 * in the encoding comes as U+FFFD.
 */
export async function* linesOf(bytes: Readable, encoding = 'utf-8'): AsyncGenerator<readonly Line[]> {
  const decoder = new TextDecoder(encoding);
  const lines = new Lines();
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
    const run = lines.push(decoder.decode(chunk, { stream: true }));
    if (run.length > 0) yield run;
  }
  const last = [...lines.push(decoder.decode()), ...lines.end()];
  if (last.length > 0) yield last;
}
