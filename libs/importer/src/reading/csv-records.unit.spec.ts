import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { lineReader, type LineReader } from './csv-line.js';
import { MOST_LINES, Records } from './csv-records.js';
import { LONGEST_LINE } from './lines.js';
import type { Row } from './row.js';

const COLUMNS = 2;
const UNCLOSED = 'has a quote that is opened and not closed as it should be';

function read(texts: readonly string[], reader: LineReader = lineReader({})): Row[] {
  const rows: Row[] = [];
  const records = new Records({ read: reader, comment: '#', columns: COLUMNS, take: row => rows.push(row) });
  for (const [at, text] of texts.entries()) records.push({ number: at + 1, text });
  records.end();
  return rows;
}

/** The record that begins a text, letter by letter: its fields, where its line ends, and whether a quote is open there. */
function recordIn(text: string) {
  const fields = [''];
  let state: 'begins' | 'plain' | 'quoted' | 'closed' | 'fault' = 'begins';
  let at = 0;
  for (; at < text.length && (text[at] !== '\n' || state === 'quoted'); at += 1) {
    const letter = text[at]!;
    if (state === 'fault') continue;
    if (letter === '"' && state === 'begins') state = 'quoted';
    else if (letter === '"' && state === 'quoted' && text[at + 1] === '"')
      fields.push(`${fields.pop()}${text[(at += 1)]}`);
    else if (letter === '"' && state === 'quoted') state = 'closed';
    else if (letter === ',' && state !== 'quoted') {
      fields.push('');
      state = 'begins';
    } else if (state === 'closed') state = 'fault';
    else {
      fields.push(`${fields.pop()}${letter}`);
      if (state === 'begins') state = 'plain';
    }
  }
  const hasFault = state === 'fault';
  return { fields, lines: text.slice(0, at).split('\n').length, isOpen: state === 'quoted', hasFault };
}

/** What is to be read of lines: each record anew from where it begins, one that is none given up with its first line. */
function plainly(texts: readonly string[]): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < texts.length;) {
    const text = texts[at]!;
    const row = at + 1;
    const { fields, lines, isOpen, hasFault } = recordIn(texts.slice(at, at + MOST_LINES).join('\n'));
    const isNone = isOpen || (lines > 1 && (hasFault || fields.length !== COLUMNS));
    if (text.trim() === '' || text.startsWith('#')) at += 1;
    else if (isNone) {
      rows.push({ row, fault: UNCLOSED, text });
      at += 1;
    } else {
      if (hasFault) rows.push({ row, fault: `has text after the closing quote of column ${fields.length}`, text });
      else rows.push({ row, fields });
      at += lines;
    }
  }
  return rows;
}

describe('the records of lines', () => {
  it('are those that the definition gives, wherever quotes are open', () => {
    const anything = fc.string({ unit: fc.constantFrom('a', ',', '"', '"', '#', ' '), maxLength: 12 });
    const lines = fc.array(fc.oneof(anything, fc.constantFrom('a","b', '"a', 'b",c', 'a', '"a,b"', '"a","b"')), {
      maxLength: 250,
      size: 'max',
    });
    fc.assert(fc.property(lines, texts => expect(read(texts)).toEqual(plainly(texts))));
  });

  it('are found in a few looks at each letter, whatever the quotes', () => {
    const length = 1_000;
    const half = 'a'.repeat(length);
    const kinds = [`${half}","${half}`, `"${half}`, `"${half}","${half}`, `${half}"x,"`, half];
    const lines = fc.array(fc.constantFrom(...kinds), { minLength: 3 * MOST_LINES, maxLength: 5 * MOST_LINES });
    fc.assert(
      fc.property(fc.oneof(lines, ...kinds.map(kind => lines.map(many => many.map(() => kind)))), texts => {
        let letters = 0;
        read(texts, (text, isInside) => {
          letters += text.length;
          return lineReader({})(text, isInside);
        });
        expect(letters).toBeLessThanOrEqual(2 * texts.join('').length);
      }),
      { numRuns: 20 },
    );
  });

  it('are no longer than a line may be', () => {
    const part = 'a'.repeat(LONGEST_LINE / 4 - 10);
    const found = (...texts: string[]) => read(texts).map(row => row.fault ?? row.fields.map(field => field.length));
    expect(found(`1,"${part}`, part, part, `${part}"`, '2,b')).toEqual([
      [1, 4 * part.length + 3],
      [1, 1],
    ]);
    const one = [part.length];
    expect(found(`1,"${part}`, part, part, part, part, '2,b')).toEqual([UNCLOSED, one, one, one, one, [1, 1]]);
  });
});
