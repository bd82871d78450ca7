import type { EventEnvelope, EventType } from '@touchstream/events';

/** A document of a view: plain JSON. Money in it is integers of minor units. */
export type Doc = object;

/** Values a document is found by. Scalars are filtered, sorted and summed by; each has one type in all documents. */
export type Fields = Readonly<Record<string, string | number | boolean | null>>;

/** How a document of a view is found, besides by its key. */
export interface Indexed {
  /** Scalars by name; the view's `indexes` name which are used together. */
  readonly fields?: Fields;
  /** Several values under one name, found by equality: references, phone numbers, contacts. */
  readonly lookups?: Readonly<Record<string, readonly string[]>>;
  /** Names and numbers that a search by words and prefixes finds. */
  readonly text?: readonly string[];
}

/** An index: equality on its first fields, order (and ranges) by its last. */
export interface Index {
  readonly name: string;
  readonly fields: readonly string[];
  /**
   * Fields that stand in it besides, so that what it leads to can be filtered by them without an index of their own: for where that is
   * never very much.
   */
  readonly includes?: readonly string[];
}

/** One line of a view's `on`. Its type is taken from a method's, so that a view of any document is a `View`. */
export type Step<D extends Doc, T extends EventType> = {
  step(doc: D, event: EventEnvelope<T>, key: string): D | null;
}['step'];
type Indexing<D extends Doc> = { index(doc: D): Indexed }['index'];

/**
 * A read model as a pure fold. The same fold serves the live projector, the rebuild, the view as of a date and its own
 * test. A change of what it computes is a new `version`, and the projector rebuilds it.
 */
export interface View<D extends Doc = Doc> {
  /** kebab-case; names its collection. */
  readonly name: string;
  readonly version: number;
  /** The documents an event touches. */
  readonly keys: (event: EventEnvelope) => readonly string[];
  readonly initial: (key: string) => D;
  /**
   * Each document is made whole by one event, and no other touches it: it is not looked up before it is written. False
   * where left out.
   */
  readonly once?: boolean;
  /** One line per event type it looks at; gives the changed document (never mutates), or null to remove it. */
  readonly on: { readonly [T in EventType]?: Step<D, T> };
  readonly index: Indexing<D>;
  readonly indexes: readonly Index[];
}

/** Declares a view; infers its document. */
export const view = <D extends Doc>(definition: View<D>): View<D> => definition;

/** The event types a view looks at. */
export const typesOf = (of: View): readonly EventType[] => Object.keys(of.on) as EventType[];

/** The document after one more event; null where there is none. An event the view does not look at changes nothing. */
export function evolveDoc<D extends Doc>(of: View<D>, doc: D | null, event: EventEnvelope, key: string): D | null {
  const step = of.on[event.type] as ((doc: D, event: EventEnvelope, key: string) => D | null) | undefined;
  return step === undefined ? doc : step(doc ?? of.initial(key), event, key);
}
