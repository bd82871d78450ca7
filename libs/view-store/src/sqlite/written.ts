import type { Doc, Fields, View } from '@touchstream/views';
import { fieldValue } from '../query/index.js';
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

const fieldOf = (view: View, fields: Fields, field: string): SqlValue =>
  toSql(Object.hasOwn(fields, field) ? fieldValue(fields[field]!, `${view.name}: field ${field}`) : null);

/** Throws TypeError for a key that could not be told from another one. */
export function ensureKey(view: string, key: string): void {
  if (key === '' || !key.isWellFormed()) throw new TypeError(`${view}: a key is empty or has no form in UTF-8`);
}

/** The row of a document: what its view finds it by, in the columns of these fields, and its JSON. */
export function writtenOf(view: View, doc: Doc, columns: readonly string[]): Written {
  const { fields = {}, lookups = {}, text = [] } = view.index(doc);
  return {
    fields: columns.map(field => fieldOf(view, fields, field)),
    tokens: text.length === 0 ? '' : lines(tokens(text)),
    lookups: lookupLines(lookups),
    body: JSON.stringify(doc),
  };
}
