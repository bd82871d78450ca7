import type { FieldValue } from '../query/index.js';

/** What a column holds; integers are read as bigint. */
export type SqlValue = string | number | bigint | Buffer | null;

/**
 * Null is kept as -∞, which is before all values and equal to itself: one comparison orders, pages and filters all
 * there is. Booleans are kept as blobs, which come after all text. So: null, numbers, text by code point, false, true.
 */
const NULL = Number.NEGATIVE_INFINITY;
const FALSE = Buffer.from([0]);
const TRUE = Buffer.from([1]);

export const LOWEST_NUMBER = -Number.MAX_VALUE;
export const LOWEST_TEXT = '';
/** After all text. */
export const BEYOND_TEXT = Buffer.alloc(0);

export function toSql(value: FieldValue): SqlValue {
  if (value === null) return NULL;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === 'boolean') return value ? TRUE : FALSE;
  return value;
}

export function fromSql(value: SqlValue): FieldValue {
  if (value === null || value === NULL) return null;
  if (typeof value === 'bigint') return Number(value);
  if (Buffer.isBuffer(value)) return value[0] === 1;
  return value;
}

export const sameSql = (a: SqlValue, b: SqlValue): boolean =>
  a === b || (Buffer.isBuffer(a) && Buffer.isBuffer(b) && a.equals(b));

const rank = (value: SqlValue): number => (typeof value === 'string' ? 1 : Number(Buffer.isBuffer(value)) * 2);

/** The order that SQLite keeps them in. */
export function compareSql(a: SqlValue, b: SqlValue): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'string' || Buffer.isBuffer(a)) return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  return (a as bigint) < (b as bigint) ? -1 : Number((a as bigint) > (b as bigint));
}
