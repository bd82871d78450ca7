import { createHash } from 'node:crypto';
import { InvalidCursor, type Find } from '../view-store.js';
import type { FieldValue } from './conditions.js';

/** The place in the order of a query right after one document, whether or not that document is still there. */
export interface Place {
  /** The document's value of the field ordered by; null where the order is by key alone. */
  readonly value: FieldValue;
  readonly key: string;
}

const entries = (condition: object) =>
  Object.entries(condition)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** Tells the queries of one view apart from each other, and from those of other views; the limit may change on the way. */
function fingerprint(view: string, { where, orderBy, direction = 'ascending' }: Find): string {
  const query = JSON.stringify([view, where.map(entries), orderBy ?? null, direction]);
  return createHash('sha256').update(query).digest('base64url').slice(0, 12);
}

/** The cursor of what comes after a place. */
export const cursorAfter = (view: string, query: Find, { value, key }: Place): string =>
  Buffer.from(JSON.stringify([fingerprint(view, query), value, key])).toString('base64url');

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

const isFieldValue = (value: unknown): value is FieldValue =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

/** The place that a cursor of this query names. Throws {@link InvalidCursor} for anything else. */
export function placeOf(view: string, query: Find, cursor: string): Place {
  const content = parsed(cursor);
  const [, value, key] = Array.isArray(content) ? (content as unknown[]) : [];
  if (!isFieldValue(value) || typeof key !== 'string') throw new InvalidCursor('not a cursor');
  const place = { value, key };
  if (cursorAfter(view, query, place) !== cursor) throw new InvalidCursor('a cursor of another query');
  return place;
}
