import type { Column } from '../mapping/mapping.js';

const PLAIN = /^[+-]?\d+(\.\d+)?$/;

/** Whether digits are grouped by threes all through, where they are grouped at all. */
function ungrouped(text: string, mark: string, decimalMark: string): string | undefined {
  const [whole = '', ...rest] = text.split(decimalMark);
  const groups = whole.split(mark);
  if (groups.length > 1 && !groups.every((group, at) => (at === 0 ? /^[+-]?\d{1,3}$/ : /^\d{3}$/).test(group)))
    return undefined;
  return [groups.join(''), ...rest].join(decimalMark);
}

/** `digits × 10^shift`, exactly, on the text. */
function shifted(whole: string, fraction: string, shift: number): [string, string] {
  if (shift === 0) return [whole, fraction];
  if (shift > 0) {
    const padded = fraction.padEnd(shift, '0');
    return [whole + padded.slice(0, shift), padded.slice(shift)];
  }
  const padded = whole.padStart(1 - shift, '0');
  return [padded.slice(0, shift), padded.slice(shift) + fraction];
}

type Notation = Pick<Column, 'decimalMark' | 'groupMark'>;

/** The number with a point and without group marks; undefined where it is not written so. */
function withPoint(text: string, { decimalMark = '.', groupMark }: Notation): string | undefined {
  const joined = groupMark === undefined ? text : ungrouped(text, groupMark, decimalMark);
  if (decimalMark === '.') return joined;
  return joined?.includes('.') ? undefined : joined?.replace(',', '.');
}

/**
 * Brings a number as people write it to its canonical decimal text: no group marks, a point, no `+`, no idle zeros
 * (`1.234,50` → `1234.5`). Undefined where it is no number. Exact: it never becomes a float.
 */
export function canonicalDecimal(
  text: string,
  { shift = 0, ...notation }: Notation & Pick<Column, 'shift'>,
): string | undefined {
  const plain = withPoint(text, notation);
  if (plain === undefined || !PLAIN.test(plain)) return undefined;
  const [whole = '', fraction = ''] = plain.replace(/^[+-]/, '').split('.');
  const [moved, rest] = shifted(whole, fraction, shift);
  const digits = moved.replace(/^0+(?=\d)/, '');
  const decimals = rest.replace(/0+$/, '');
  const unsigned = decimals === '' ? digits : `${digits}.${decimals}`;
  return plain.startsWith('-') && unsigned !== '0' ? `-${unsigned}` : unsigned;
}
