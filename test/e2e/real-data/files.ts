import { readFile } from 'node:fs/promises';

/** A row of a file with a header, by column. */
export type Row = Readonly<Record<string, string>>;

/** One field, quoted or not, and what ends it. */
const fieldBefore = (delimiter: string) =>
  new RegExp(`(?:"((?:[^"]|"")*)"|([^${delimiter}]*))(?:${delimiter}|$)`, 'gy');

function fieldsOf(line: string, delimiter: string): readonly string[] {
  const fields: string[] = [];
  for (const { 0: whole, 1: quoted, 2: plain } of line.matchAll(fieldBefore(delimiter))) {
    fields.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (!whole.endsWith(delimiter)) break;
  }
  return fields;
}

export const linesOf = async (path: string): Promise<readonly string[]> =>
  (await readFile(path, 'utf8')).split(/\r?\n/).filter(line => line !== '');

/** The rows of a delimited file whose fields hold no line breaks: read here without the importer's code. */
export async function rowsOf(path: string, delimiter = ','): Promise<readonly Row[]> {
  const [header, ...lines] = (await linesOf(path)).map(line => fieldsOf(line, delimiter));
  return lines.map(fields => Object.fromEntries(header!.map((column, at) => [column, fields[at]!])));
}

/** `1054` or `11.77` in cents. */
export const centsOf = (amount: string): bigint => {
  const [whole, fraction = ''] = amount.split('.');
  return BigInt(whole! + fraction.padEnd(2, '0'));
};

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Cents as the API answers them. */
export const dollars = (cents: bigint): Money => {
  const digits = cents.toString().padStart(3, '0');
  return { amount: `${digits.slice(0, -2)}.${digits.slice(-2)}`, currency: 'USD' };
};

export const sumOf = <T>(values: Iterable<T>, of: (value: T) => bigint): bigint => {
  let sum = 0n;
  for (const value of values) sum += of(value);
  return sum;
};

/** How many there are of each kind. */
export function countBy<T>(values: Iterable<T>, of: (value: T) => string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[of(value)] = (counts[of(value)] ?? 0) + 1;
  return counts;
}
