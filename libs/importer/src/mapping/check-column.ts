import { isTimeZone } from 'class-validator';
import { datePattern } from '../columns/dates.js';
import { lookedUp } from '../columns/index.js';
import { columnsRead } from '../plan/file-plan.js';
import { ROW } from '../plan/template.js';
import type { Fault } from './fault.js';
import type { Column, ColumnType } from './mapping.js';

const DATES: readonly ColumnType[] = ['date', 'instant'];
const NUMBERS: readonly ColumnType[] = ['integer', 'number', 'decimal'];

/** Options that only some types have. */
const ONLY_FOR = {
  format: DATES,
  year: DATES,
  timeZone: ['instant'],
  decimalMark: NUMBERS,
  groupMark: NUMBERS,
  shift: NUMBERS,
} satisfies Partial<Record<keyof Column, readonly ColumnType[]>>;

function* checkDates({ type, format, year }: Column): Generator<Fault> {
  const formats = format === undefined ? [] : [format].flat();
  for (const one of formats) {
    const { hasYear, hasMonth, hasTime, repeats } = datePattern(one);
    const lacks = !hasYear && year === undefined ? 'the year (YYYY, or `year`)' : hasMonth ? undefined : 'the month';
    if (lacks !== undefined) yield { path: ['format'], message: `"${one}" lacks ${lacks}` };
    if (repeats) yield { path: ['format'], message: `"${one}" names a part twice` };
    if (type === 'date' && hasTime)
      yield { path: ['format'], message: `"${one}" has a time of day: take type instant` };
  }
}

/** The columns of a file or a table, where the mapping itself says which there are. */
export type Header = readonly string[] | undefined;

/** What the names in a column may mean. */
interface Known {
  readonly header: Header;
  readonly tables: ReadonlyMap<string, Header>;
}

function* checkLookup(lookup: string, tables: Known['tables']): Generator<Fault> {
  const { table, column } = lookedUp(lookup);
  if (!tables.has(table)) yield { path: ['lookup'], message: `"${table}" is no table of the mapping` };
  if (tables.get(table)?.includes(column) === false)
    yield { path: ['lookup'], message: `"${column}" is no column of the table` };
}

function* checkNames(name: string, column: Column, { header, tables }: Known): Generator<Fault> {
  if (name === ROW) yield { path: [], message: 'is the name of the row’s own number' };
  if (/[{}]/.test(name)) yield { path: [], message: 'must not have braces in its name' };
  for (const read of columnsRead(name, column))
    if (header?.includes(read) === false)
      yield { path: column.from === undefined ? [] : ['from'], message: `"${read}" is no column of the file` };
  if (column.lookup !== undefined) yield* checkLookup(column.lookup, tables);
}

/** What is wrong with a column. */
export function* checkColumn(name: string, column: Column, known: Known): Generator<Fault> {
  yield* checkNames(name, column, known);
  const { type = 'text', timeZone, decimalMark = '.', groupMark } = column;
  for (const [option, types] of Object.entries(ONLY_FOR))
    if (column[option as keyof Column] !== undefined && !(types as readonly ColumnType[]).includes(type))
      yield { path: [option], message: `is for ${types.join(', ')}, not for ${type}` };
  if (DATES.includes(type)) yield* checkDates(column);
  if (groupMark === decimalMark)
    yield { path: ['groupMark'], message: 'is the decimalMark too, a point where it is left out' };
  if (timeZone !== undefined && !isTimeZone(timeZone)) yield { path: ['timeZone'], message: 'is no IANA time zone' };
}
