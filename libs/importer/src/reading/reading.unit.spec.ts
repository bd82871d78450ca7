import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Source } from '../mapping/mapping.js';
import { LONGEST_LINE, openRows, readTable, UnreadableFile, type Row } from './index.js';

const csv = (over: Partial<Source> = {}): Source => ({ path: 'a.csv', format: 'csv', ...over }) as Source;

/** The bytes in chunks of a size, so that chunks end anywhere. */
function bytes(content: string | Uint8Array, size = 7): Readable {
  const all = typeof content === 'string' ? Buffer.from(content) : content;
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < all.length; at += size) chunks.push(all.subarray(at, at + size));
  return Readable.from(chunks);
}

async function read(source: Source, content: string | Uint8Array, size?: number) {
  const { header, rows } = await openRows(source, bytes(content, size));
  const found: Row[] = [];
  for await (const run of rows) found.push(...run);
  return { header, rows: found };
}
const fields = async (source: Source, content: string | Uint8Array) =>
  (await read(source, content)).rows.map(row => (row.fault === undefined ? row.fields : { [row.row]: row.fault }));

const NO_TEXT = 'holds bytes that are no text in the encoding of the file';

describe('a CSV file', () => {
  it('is read with its header, and with the lines on which its rows begin', async () => {
    const { header, rows } = await read(csv(), 'a, b \r\n1,2\r\n\r\n"x\ny",4\n5,\n');
    expect(header).toEqual(['a', 'b']);
    expect(rows).toEqual([
      { row: 2, fields: ['1', '2'] },
      { row: 4, fields: ['x\ny', '4'] },
      { row: 6, fields: ['5', ''] },
    ]);
  });

  it('has the delimiter, the quote, the comments and the header that the mapping says', async () => {
    const source = csv({ delimiter: ';', quote: "'", comment: '#', header: ['a', 'b'] });
    expect(await read(source, `1;'a;b'\n# no row\n'it''s';""`)).toEqual({
      header: ['a', 'b'],
      rows: [
        { row: 1, fields: ['1', 'a;b'] },
        { row: 3, fields: ["it's", '""'] },
      ],
    });
  });

  it('has a delimiter and a quote of one character each, whichever', async () => {
    expect(await fields(csv({ delimiter: '😀', quote: '𝄞' }), 'a😀b\n1😀2\n𝄞1😀\n𝄞𝄞𝄞😀2\n')).toEqual([
      ['1', '2'],
      ['1😀\n𝄞', '2'],
    ]);
  });

  it('takes doubled quotes for one, and quotes within a field as they are', async () => {
    expect(await fields(csv(), 'a,b\n"say ""hi""",5" pipe\n"","""\n"\n')).toEqual([
      ['say "hi"', '5" pipe'],
      ['', '"\n'],
    ]);
  });

  it('refuses rows with too few or too many columns, and goes on', async () => {
    expect(await fields(csv(), 'a,b\n1\n1,2\n1,2,3\n')).toEqual([
      { 2: 'has 1 columns where the header has 2' },
      ['1', '2'],
      { 4: 'has 3 columns where the header has 2' },
    ]);
  });

  it('refuses the line of a stray quote alone, and no row after it', async () => {
    const unclosed = 'has a quote that is opened and not closed as it should be';
    expect(await fields(csv(), 'a,b\n1,"open\n2,3\n4,"x"\n5,6\n')).toEqual([
      { 2: unclosed },
      ['2', '3'],
      ['4', 'x'],
      ['5', '6'],
    ]);
    expect(await fields(csv(), 'a,b\n1,"open\n2,3\n')).toEqual([{ 2: unclosed }, ['2', '3']]);
    expect(await fields(csv(), 'a,b\n"1"x,2\n3,4\n')).toEqual([
      { 2: 'has text after the closing quote of column 1' },
      ['3', '4'],
    ]);
    expect(await fields(csv(), 'a,b\n1,"open\n2,3\n4",5\n')).toEqual([{ 2: unclosed }, ['2', '3'], ['4"', '5']]);
    const many = Array.from({ length: 300 }, (_, at) => `${at},x`);
    expect(await fields(csv(), `a,b\n1,"open\n${many.join('\n')}\n`)).toEqual([
      { 2: unclosed },
      ...many.map(one => one.split(',')),
    ]);
  });

  it('refuses a line that is too long, and no row after it', async () => {
    const long = 'x'.repeat(LONGEST_LINE + 1);
    const { rows } = await read(csv(), `a\n1\n${long}\n2\n${long}${long}\n3`, 65_536);
    expect(rows.map(row => (row.fault === undefined ? row.fields[0] : row.row))).toEqual(['1', 3, '2', 5, '3']);
  });

  it('reads other encodings, and skips a byte order mark', async () => {
    expect(await read(csv(), '\uFEFFa\né\n')).toEqual({ header: ['a'], rows: [{ row: 2, fields: ['é'] }] });
    expect(await fields(csv({ encoding: 'windows-1252' }), Buffer.from('a\nM\xfcller \x80\n', 'latin1'))).toEqual([
      ['Müller €'],
    ]);
    expect(await fields(csv({ encoding: 'utf-16le' }), Buffer.from('\uFEFFa\n王\n', 'utf16le'))).toEqual([['王']]);
  });

  it('refuses rows with bytes that are no text in its encoding, and names the column', async () => {
    const { rows } = await read(csv(), Buffer.from('a,b\n1,M\xfcller\n2,"Ann"\n', 'latin1'));
    expect(rows).toEqual([
      { row: 2, column: 'b', fault: NO_TEXT, text: 'M\uFFFDller' },
      { row: 3, fields: ['2', 'Ann'] },
    ]);
  });

  it('gives back what a writer of CSV wrote, wherever the chunks end', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', 'é', '王', ';') });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const write = (row: string[]) => row.map(one => `"${one.replaceAll('"', '""')}"`).join(',');
        const header = rows[0]!.map((_, at) => `c${at}`);
        const { rows: found } = await read(csv({ header }), rows.map(write).join('\r\n'), size);
        expect(found.map(row => (row.fault === undefined ? row.fields : row.fault))).toEqual(rows);
      }),
    );
  });

  it('cannot be read without a header', async () => {
    await expect(read(csv(), '')).rejects.toThrow(UnreadableFile);
    await expect(read(csv(), '"a\n')).rejects.toThrow(UnreadableFile);
    expect(await fields(csv(), 'a,b\n')).toEqual([]);
  });
});

describe('a file of fixed columns', () => {
  it('is cut at its places; short lines end in empty columns', async () => {
    const source: Source = {
      path: 'a.txt',
      format: 'fixed',
      comment: '*',
      fields: { id: { start: 2, width: 5 }, date: { start: 8, width: 8 }, amount: { start: 19, width: 8 } },
    };
    expect(
      await read(source, ' 00001 20210101  1   11.77\r\n* comment\n 00002 2021\n\n 00003 20210102  2   20.76 more'),
    ).toEqual({
      header: ['id', 'date', 'amount'],
      rows: [
        { row: 1, fields: ['00001', '20210101', '   11.77'] },
        { row: 3, fields: ['00002', '2021', ''] },
        { row: 5, fields: ['00003', '20210102', '   20.76'] },
      ],
    });
  });
});

describe('a file of fixed columns in the wrong encoding', () => {
  it('has no rows where bytes are lost, even between its columns: the others have moved', async () => {
    const source: Source = {
      path: 'a.txt',
      format: 'fixed',
      fields: { id: { start: 1, width: 2 }, amount: { start: 5, width: 2 } },
    };
    expect((await read(source, Buffer.from('\xe4\xf6--11\n02\xe2\x82-12\n03--13\n', 'latin1'))).rows).toEqual([
      { row: 1, column: 'id', fault: NO_TEXT, text: '\uFFFD\uFFFD' },
      { row: 2, fault: NO_TEXT, text: '02\uFFFD-12' },
      { row: 3, fields: ['03', '13'] },
    ]);
  });
});

describe('a look-up table', () => {
  const table = { path: 't.csv', format: 'csv', key: 'agent' } as const;

  it('gives the columns of each key', async () => {
    const found = await readTable(table, bytes('agent,manager\n Ann ,Bob\nEve,\n'));
    expect(found).toEqual({
      header: ['agent', 'manager'],
      rows: new Map([
        ['Ann', ['Ann', 'Bob']],
        ['Eve', ['Eve', '']],
      ]),
    });
  });

  it.each([
    ['person,manager\nAnn,Bob\n', 'the table has no column "agent"; it has 2 of other names'],
    ['agent,agent\nAnn,Bob\n', 'the table has two columns "agent"'],
    ['agent,manager\nAnn,Bob\nAnn,Eve\n', 'row 3 of the table has the key of an earlier row'],
    ['agent,manager\nAnn\n', 'row 2 of the table has 1 columns where the header has 2'],
  ])('is refused as a whole: %j', async (content, message) => {
    await expect(readTable(table, bytes(content))).rejects.toThrow(new UnreadableFile(message));
  });

  it('is refused where it has bytes that are no text', async () => {
    const latin = Buffer.from('agent,manager\nAnn,M\xfcller\n', 'latin1');
    await expect(readTable(table, bytes(latin))).rejects.toThrow(new UnreadableFile(`row 2 of the table ${NO_TEXT}`));
    const found = await readTable({ ...table, encoding: 'latin1' }, bytes(latin));
    expect(found.rows.get('Ann')).toEqual(['Ann', 'Müller']);
  });
});
