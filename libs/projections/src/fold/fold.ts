import type { EventEnvelope, StoredEvent } from '@touchstream/events';
import type { DocWrite, Parked, ParkedTally } from '@touchstream/view-store';
import { evolveDoc, type Doc, type View } from '@touchstream/views';
import { nameOf, type FeedEvent } from './feed-event.js';

/** Under this prefix stand the events that belong to no key: what could not be decoded, and the rest of its stream. */
export const STREAM_KEY = 'stream:';
/** The reason of an event that is parked because an earlier one of its key is. */
export const BEHIND = 'behind';

/**
 * Keys with parked events, each with the position of the first: what touches the key from there on is parked behind. What stands before it
 * may well be read again, by another slice, or where a commit was broken off.
 */
export type ParkedFrom = ReadonlyMap<string, Pick<ParkedTally, 'first'>>;

/** Whether an event of the key at the position is to wait. */
export function isBehind(parkedKeys: ParkedFrom, key: string, position: bigint): boolean {
  const parked = parkedKeys.get(key);
  return parked !== undefined && position >= parked.first;
}

/** An event and the documents of one view that it touches. */
export interface Touch {
  readonly event: EventEnvelope;
  readonly keys: readonly string[];
}

export interface Touches {
  readonly touches: readonly Touch[];
  /** Events without keys: undecodable, with failing `keys`, or later ones of such an event's stream. */
  readonly parked: readonly Parked[];
}

export interface FoldInput {
  readonly view: View;
  readonly touches: readonly Touch[];
  /** What was last written under every touched key; nothing for a key that never was. */
  readonly docs: ReadonlyMap<string, DocWrite>;
  readonly parkedKeys: ParkedFrom;
  /** Now, ISO 8601 in UTC: the `parkedAt` of what is parked. */
  readonly at: string;
  /** Looks at every document that comes out; what it throws parks the event. Given where a store refused a batch. */
  readonly check?: (view: View, doc: Doc) => void;
}

export interface Folded {
  /** The final state of each changed document, once. */
  readonly writes: readonly DocWrite[];
  readonly parked: readonly Parked[];
}

/** An event by reference, set aside under a key. */
export const parkedEvent = (view: View, key: string, stored: ParkedSource, why: Why): Parked => ({
  view: view.name,
  key,
  position: stored.position,
  eventId: stored.id,
  type: stored.type,
  stream: stored.stream,
  revision: stored.revision,
  reason: why.reason,
  parkedAt: why.at,
});
type ParkedSource = Pick<StoredEvent, 'id' | 'type' | 'stream' | 'revision' | 'position'>;
interface Why {
  readonly reason: string;
  readonly at: string;
}

const isDocumentKey = (key: unknown) =>
  typeof key === 'string' && key !== '' && key.isWellFormed() && !key.startsWith(STREAM_KEY);

/** The keys of the documents that an event touches, each once. Throws where one is no key. */
export function documentKeys(view: View, event: EventEnvelope): readonly string[] {
  const keys = view.keys(event);
  if (!keys.every(isDocumentKey)) throw new TypeError('not a document key');
  return keys.length > 1 ? [...new Set(keys)] : keys;
}

/**
 * Which documents of the view the events touch. An event that the view does not look at touches none. Pure.
 * Of `parkedKeys`, those that start with {@link STREAM_KEY} hold back the rest of their streams.
 */
export function touchesOf(
  view: View,
  events: readonly FeedEvent[],
  { parkedKeys, at }: Pick<FoldInput, 'parkedKeys' | 'at'>,
): Touches {
  const touches: Touch[] = [];
  const parked: Parked[] = [];
  const held = new Set<string>();
  const park = (stored: StoredEvent, reason: string) => {
    held.add(STREAM_KEY + stored.stream);
    parked.push(parkedEvent(view, STREAM_KEY + stored.stream, stored, { reason, at }));
  };
  const anyHeld = [...parkedKeys.keys()].some(key => key.startsWith(STREAM_KEY));
  for (const one of events) {
    const { stored } = one;
    if (!Object.hasOwn(view.on, stored.type)) continue;
    const key = anyHeld || held.size > 0 ? STREAM_KEY + stored.stream : '';
    if (held.has(key) || isBehind(parkedKeys, key, stored.position)) park(stored, BEHIND);
    else if ('undecodable' in one) park(stored, one.undecodable);
    else
      try {
        touches.push({ event: one.event, keys: documentKeys(view, one.event) });
      } catch (error) {
        park(stored, `keys: ${nameOf(error)}`);
      }
  }
  return { touches, parked };
}

/** `undefined` in place of a document is a fold's mistake, not a removal. */
function evolved(view: View, before: Doc | null, event: EventEnvelope, key: string): Doc | null {
  const doc: unknown = evolveDoc(view, before, event, key);
  if (doc !== null && typeof doc !== 'object') throw new TypeError('a fold gave no document');
  return doc;
}

/**
 * Folds the events of a batch, key by key, into the current documents. Pure: the same input gives the same output.
 * An event that is not newer than its document is skipped; one whose fold throws is parked for that key, and so is each
 * later one of the key; the other keys flow. A document that no event changed is not written.
 */
export function foldBatch({ view, touches, docs, parkedKeys, at, check }: FoldInput): Folded {
  const changed = new Map<string, DocWrite>();
  const parked: Parked[] = [];
  const failed = new Set<string>();
  const park = (key: string, event: EventEnvelope, reason: string) => {
    failed.add(key);
    parked.push(parkedEvent(view, key, event, { reason, at }));
  };
  const step = (event: EventEnvelope, key: string) => {
    const current = changed.get(key) ?? docs.get(key);
    if (current !== undefined && event.position <= current.position) return;
    const before = current?.doc ?? null;
    const doc = evolved(view, before, event, key);
    if (doc === before) return;
    if (doc !== null) check?.(view, doc);
    changed.set(key, { key, position: event.position, doc });
  };
  const take = (event: EventEnvelope, key: string) => {
    if (failed.has(key) || isBehind(parkedKeys, key, event.position)) return park(key, event, BEHIND);
    try {
      step(event, key);
    } catch (error) {
      park(key, event, `fold: ${nameOf(error)}`);
    }
  };
  for (const { event, keys } of touches) for (const key of keys) take(event, key);
  return { writes: [...changed.values()], parked };
}
