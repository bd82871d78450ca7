import type { Doc, Fields, View } from '@touchstream/views';
import { bodyOf } from '../body.js';
import { fieldValue, type FieldValue } from '../query/index.js';
import { tokens } from '../search/index.js';
import { toSql, type SqlValue } from './values.js';

/** A document as its row and its entries in the index tables. */
export interface Written {
  readonly fields: readonly SqlValue[];
  /** One token a line. */
  readonly tokens: string;
  /** One lookup a line: name and value as a JSON array. */
  readonly lookups: string;
  readonly body: string;
}

const LINE = '\n';

/** Each line after a line break, so that the beginning of a line can be searched for in the whole; '' for none. */
const lines = (entries: Iterable<string>): string => {
  let text = '';
  for (const entry of entries) text += LINE + entry;
  return text;
};

/** The lines of {@link lines}. */
export const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.slice(1).split(LINE));

/** What a document's tokens contain where one of them begins with the term. */
export const lineStart = (term: string): string => LINE + term;

export const lookupEntry = (name: string, value: string): string => JSON.stringify([name, value.toWellFormed()]);

function lookupLines(lookups: Readonly<Record<string, readonly string[]>>): string {
  const entries = new Set<string>();
  for (const [name, values] of Object.entries(lookups))
    for (const value of values) entries.add(lookupEntry(name, value));
  return lines(entries);
}

/** Throws TypeError for a key that could not be told from another one. */
export function ensureKey(view: string, key: string): void {
  if (key === '' || !key.isWellFormed()) throw new TypeError(`${view}: a key is empty or has no form in UTF-8`);
}

/** What a view says of a document, and its JSON: plain values, which go to another thread as they are. */
export type Prepared = readonly [
  body: string,
  /** In the order of the columns. */
  fields: readonly FieldValue[],
  text: readonly string[],
  /** As {@link Written.lookups}. */
  lookups: string,
];

const fieldOf = (view: View, fields: Fields, field: string): FieldValue =>
  Object.hasOwn(fields, field) ? fieldValue(fields[field]!, `${view.name}: field ${field}`) : null;

/** What stands in the columns of these fields, and all else that a row is made of. Throws TypeError for what no store could keep. */
export function prepared(view: View, doc: Doc, columns: readonly string[]): Prepared {
  const { fields = {}, lookups = {}, text = [] } = view.index(doc);
  return [bodyOf(view, doc), columns.map(field => fieldOf(view, fields, field)), text, lookupLines(lookups)];
}

/** The row of a document. */
export const writtenOf = ([body, fields, text, lookups]: Prepared): Written => ({
  fields: fields.map(toSql),
  tokens: text.length === 0 ? '' : lines(tokens(text)),
  lookups,
  body,
});
