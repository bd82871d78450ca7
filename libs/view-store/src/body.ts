import type { Doc, View } from '@touchstream/views';

/** MongoDB takes no document above 16 MiB, and what it is found by needs room too. Every store has this bound, so that any may take over. */
const MOST_BYTES = 12 * 1024 * 1024;

/** The JSON of a document, as it is kept. Throws TypeError for one that is larger than a store keeps. */
export function bodyOf(view: View, doc: Doc): string {
  const body = JSON.stringify(doc);
  if (body.length > MOST_BYTES / 3 && Buffer.byteLength(body) > MOST_BYTES)
    throw new TypeError(`${view.name}: a document is larger than ${MOST_BYTES} bytes`);
  return body;
}
