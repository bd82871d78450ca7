import type { Doc, View } from '@touchstream/views';

/** MongoDB takes no document above 16 MiB, and what it is found by needs room too. Every store has this bound, so that any may take over. */
const MOST_BYTES = 12 * 1024 * 1024;

/** Where a document is kept: in what of a store, such as a view, and under which key. */
export interface Place {
  readonly of: string;
  readonly key: string;
  readonly position: bigint;
}

/** What is kept of a document is no JSON. It tells where, and nothing of what stands there, which V8 quotes. */
export class DocumentDamaged extends Error {
  override readonly name = 'DocumentDamaged';
  constructor({ of, key, position }: Place) {
    super(`${of}: the document ${key}, at position ${position}, is damaged`);
  }
}

/** The document that is kept as this JSON. Throws {@link DocumentDamaged}. */
export function docOf(body: string, place: Place): Doc {
  try {
    return JSON.parse(body) as Doc;
  } catch {
    throw new DocumentDamaged(place);
  }
}

/** The JSON of a document, as it is kept. Throws TypeError for one that is larger than a store keeps. */
export function bodyOf(view: View, doc: Doc): string {
  const body = JSON.stringify(doc);
  if (body.length > MOST_BYTES / 3 && Buffer.byteLength(body) > MOST_BYTES)
    throw new TypeError(`${view.name}: a document is larger than ${MOST_BYTES} bytes`);
  return body;
}
