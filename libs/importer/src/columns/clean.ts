import { RE2JS } from 're2js';
import type { Column, Plain, Value } from '../mapping/mapping.js';
import { remembering } from '../remembering.js';
import { datePattern } from './dates.js';
import { lookedUp, type LookupTable } from './lookup.js';
import { canonicalDecimal } from './numbers.js';
import { instantOf } from './zones.js';

/** Why a text cannot become the value of its column. */
export class Unfit {
  constructor(readonly reason: string) {}
}

/** Turns the text of a column into its value. */
export type Clean = (text: string) => Value | Unfit;

/** In characters. Longer texts are none that a pattern or a type is meant for, and some would take long to look at. */
const LONGEST = 200;
const overlong = new Unfit(`is longer than ${LONGEST} characters`);

const YES = new Set(['true', 'yes', 'y', '1']);
const NO = new Set(['false', 'no', 'n', '0']);

const NOT_ID = /[^a-z0-9._:~-]+/g;
/** The text as an identifier: lower case, accents gone, anything else that no id may have a `-`. */
const asId = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(NOT_ID, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '');

function dates(column: Column, type: 'date' | 'instant'): Clean {
  const { year, timeZone = 'UTC', format = type === 'date' ? 'YYYY-MM-DD' : 'YYYY-MM-DDTHH:mm:ssZ' } = column;
  const formats = typeof format === 'string' ? [format] : format;
  const patterns = formats.map(datePattern);
  const unfit = new Unfit(`is not a ${type === 'date' ? 'date' : 'date and time'} as ${formats.join(' or ')}`);
  return remembering(text => {
    for (const pattern of patterns) {
      const found = pattern.read(text, year);
      if (found === undefined) continue;
      if (type === 'date') return new Date(found.wall).toISOString().slice(0, 10);
      const { wall, offset } = found;
      return new Date(offset === undefined ? instantOf(wall, timeZone) : wall - offset * 60_000).toISOString();
    }
    return unfit;
  });
}

function numbers(column: Column, type: 'integer' | 'number' | 'decimal'): Clean {
  const unfit = new Unfit(type === 'integer' ? 'is not a whole number' : 'is not a number');
  const inexact = new Unfit('has more digits than a number can keep');
  return remembering(text => {
    const decimal = canonicalDecimal(text, column);
    if (decimal === undefined || (type === 'integer' && decimal.includes('.'))) return unfit;
    if (type === 'decimal') return decimal;
    const value = Number(decimal);
    return String(value) === decimal ? value : inexact;
  });
}

function typed(column: Column): Clean {
  const { type = 'text' } = column;
  if (type === 'text') return text => text;
  if (type === 'date' || type === 'instant') return dates(column, type);
  if (type === 'boolean') return asBoolean;
  if (type === 'id')
    return remembering(text => asId(text) || new Unfit('has no letter or digit to make an identifier of'));
  return numbers(column, type);
}

function asBoolean(text: string): Value | Unfit {
  const lower = text.toLowerCase();
  if (YES.has(lower)) return true;
  return NO.has(lower) ? false : new Unfit('is neither yes nor no');
}

function looksUp(
  lookup: string | undefined,
  tables: ReadonlyMap<string, LookupTable>,
): (text: string) => string | Unfit {
  if (lookup === undefined) return text => text;
  const { table, column } = lookedUp(lookup);
  const { header, rows } = tables.get(table)!;
  const place = header.indexOf(column);
  const unfit = new Unfit(`is not in the table ${table}`);
  return text => rows.get(text)?.[place] ?? unfit;
}

function matches(pattern: string | undefined): (text: string) => boolean {
  if (pattern === undefined) return () => true;
  // Of RE2, for its time is linear in the text; that of a RegExp may double with each letter.
  const expression = RE2JS.compile(pattern);
  return text => expression.matches(text);
}

/** The column's text after trimming, replacing and filling in; the empty text where there is none. */
function given({ trim = true, empty = [], map, pad = 0, default: standard = '' }: Column): (raw: string) => Plain {
  const nothing = new Set(['', ...empty]);
  const replaced = new Map<string, Plain>(Object.entries(map ?? {}));
  return raw => {
    const text = trim ? raw.trim() : raw;
    const value = nothing.has(text) ? '' : (replaced.get(text) ?? text);
    if (value === '') return standard;
    return typeof value === 'string' ? value.padStart(pad, '0') : value;
  };
}

/** Compiles the cleaning of a column; see `Column` for the order of its steps. The table that it looks up in has its column. */
export function cleaner(column: Column, tables: ReadonlyMap<string, LookupTable>): Clean {
  const fill = given(column);
  const lookUp = looksUp(column.lookup, tables);
  const fits = matches(column.pattern);
  const misfit = new Unfit(`is not written as ${column.pattern}`);
  const nothing = column.required === true ? new Unfit('must not be empty') : undefined;
  const type = typed(column);
  const longest = column.pattern === undefined && (column.type ?? 'text') === 'text' ? Infinity : LONGEST;
  return raw => {
    const value = fill(raw);
    if (typeof value !== 'string') return value;
    const found = value === '' ? value : lookUp(value);
    if (found instanceof Unfit) return found;
    if (found === '') return nothing;
    if (found.length > longest) return overlong;
    return fits(found) ? type(found) : misfit;
  };
}
