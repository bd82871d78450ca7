import type { View } from '@touchstream/views';
import { documentKeys } from '../fold/index.js';

/** A part of the documents of every view: those whose keys fall to it. */
export interface Slice {
  readonly index: number;
  /** How many slices there are. */
  readonly of: number;
}

const utf8 = new TextEncoder();

/** The slice that a document is in, whichever view's: FNV-1a, 32 bits, of the key's UTF-8 bytes. */
export function sliceOf(key: string, of: number): number {
  let hash = 0x81_1c_9d_c5;
  for (const byte of utf8.encode(key)) hash = Math.imul(hash ^ byte, 0x01_00_01_93);
  return (hash >>> 0) % of;
}

/** The view, confined to the documents of a slice. What is no document key is an error in each slice, as it is in the whole. */
export const slicedView = (view: View, { index, of }: Slice): View => ({
  ...view,
  // A generation's checkpoint is that of its hindmost slice: what lies beyond it may well be there already.
  once: false,
  keys: event => documentKeys(view, event).filter(key => sliceOf(key, of) === index),
});
