import { MinKey, type Document } from 'mongodb';
import type { Doc, View } from '@touchstream/views';
import { bodyOf, docOf } from '../body.js';
import { fieldValue, type FieldValue } from '../query/index.js';
import { tokens } from '../search/index.js';
import type { DocWrite, StoredDoc } from '../view-store.js';
import type { Layout } from './layout.js';

/**
 * A document as it is kept, and beside it what it is found by: fields `f0`, `f1`, …, words `t`, lookups `l`. A removed one has its
 * position only.
 */
export interface KeptDoc extends Document {
  readonly _id: string;
  /** The position. */
  readonly p: bigint;
  /**
   * The JSON text. Names in a document may be any text, also such as MongoDB takes for operators and paths; and nothing asks for a part
   * of a document that its view does not declare.
   */
  readonly d?: string;
}

const NULL = new MinKey();

/**
 * A field that is null is kept as MinKey, which comes before all and is equal to itself alone; so no condition holds of a removed
 * document, which has no fields. Integers are kept as such: they are what is added up.
 */
export function toBson(value: FieldValue): unknown {
  if (value === null) return NULL;
  return Number.isSafeInteger(value) ? BigInt(value) : value;
}

export function fromBson(value: unknown): FieldValue {
  if (value instanceof MinKey) return null;
  return typeof value === 'bigint' ? Number(value) : (value as FieldValue);
}

/** A lookup as it is kept: names are the view's own, and hold no colon. */
export const lookupOf = (name: string, value: string): string => `${name}:${value.toWellFormed()}`;

const lookupsOf = (lookups: Readonly<Record<string, readonly string[]>>): string[] => [
  ...new Set(Object.entries(lookups).flatMap(([name, values]) => values.map(value => lookupOf(name, value)))),
];

/** What no key is, so that it would be taken for another one's: MongoDB keeps text as UTF-8. */
export const isKey = (key: string): boolean => key !== '' && key.isWellFormed();

/** An index has no entry for a list that is not there. */
const list = (name: string, values: readonly string[]) => (values.length === 0 ? {} : { [name]: values });

/** A write as it is kept. Throws TypeError for what cannot be. */
export function writtenOf(view: View, layout: Layout, { key, position, doc }: DocWrite): KeptDoc {
  if (!isKey(key)) throw new TypeError(`${view.name}: a key is empty or has no form in UTF-8`);
  if (doc === null) return { _id: key, p: position };
  const { fields = {}, lookups = {}, text = [] } = view.index(doc);
  const kept: KeptDoc & Record<string, unknown> = { _id: key, p: position, d: bodyOf(view, doc) };
  for (const field of layout.fields) {
    const value = Object.hasOwn(fields, field) ? fieldValue(fields[field]!, `${view.name}: field ${field}`) : null;
    kept[layout.name(field)] = toBson(value);
  }
  return Object.assign(kept, list('t', tokens(text)), list('l', lookupsOf(lookups)));
}

/** What was last written in a collection, or of a view. */
export const lastWrite = (of: string, { _id: key, p: position, d }: KeptDoc): DocWrite => ({
  key,
  position,
  doc: d === undefined ? null : docOf(d, { of, key, position }),
});

/** A document that was not removed. */
export const storedDoc = <D extends Doc>({ name }: View<D>, kept: KeptDoc): StoredDoc<D> =>
  lastWrite(name, kept) as StoredDoc<D>;
