import type { Readable } from 'node:stream';
import type { LookupTable } from '../columns/index.js';
import type { Table } from '../mapping/mapping.js';
import { UnreadableFile } from './lines.js';
import { openRows } from './rows.js';

/** A look-up table is kept in memory, so it may have so many rows. */
const MOST_TABLE_ROWS = 100_000;

/** Reads a look-up table. Throws {@link UnreadableFile}: a table that is only partly good would mislead. */
export async function readTable(table: Table, bytes: Readable): Promise<LookupTable> {
  const { header, rows } = await openRows(table, bytes);
  const key = header.indexOf(table.key);
  if (key === -1)
    throw new UnreadableFile(`the table has no column "${table.key}"; it has ${header.length} of other names`);
  if (header.includes(table.key, key + 1)) throw new UnreadableFile(`the table has two columns "${table.key}"`);
  const found = new Map<string, readonly string[]>();
  for await (const run of rows)
    for (const row of run) {
      if (row.fault !== undefined) throw new UnreadableFile(`row ${row.row} of the table ${row.fault}`);
      const fields = row.fields.map(field => field.trim());
      const text = fields[key]!;
      if (found.has(text)) throw new UnreadableFile(`row ${row.row} of the table has the key of an earlier row`);
      found.set(text, fields);
      if (found.size > MOST_TABLE_ROWS) throw new UnreadableFile(`the table has more than ${MOST_TABLE_ROWS} rows`);
    }
  return { header, rows: found };
}
