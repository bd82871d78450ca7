import { bodyOf } from '@touchstream/view-store';
import type { Doc, View } from '@touchstream/views';

const isScalar = (value: unknown) =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

const areTexts = (values: unknown) => Array.isArray(values) && values.every(value => typeof value === 'string');

/**
 * Throws where no store could take the document: it is not JSON, is too large, or its index values are not what a view may declare.
 * Costs as much as a write, so it is asked only after a store has refused a batch, and of what was parked.
 */
export function ensureStorable(view: View, doc: Doc): void {
  bodyOf(view, doc);
  const { fields = {}, lookups = {}, text = [] } = view.index(doc);
  if (!Object.values(fields).every(isScalar) || !Object.values(lookups).every(areTexts) || !areTexts(text))
    throw new TypeError('not index values');
}
