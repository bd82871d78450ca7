import type { EventClass, EventEnvelope, EventType } from '@touchstream/events';
import { evolveDoc, view, type View } from './view.js';

/** A document that shows one aggregate. */
export interface OfAggregate {
  /** The revision of the aggregate's stream that the document is at; a reader names it when it changes the aggregate. */
  readonly revision: number;
}

/** The revision of a stream without events. */
export const NO_REVISION = -1;

/**
 * Declares a view with one document per aggregate of a kind. Every event of the aggregate moves the document's revision
 * on, also those that change nothing else in it.
 */
export function aggregateView<D extends OfAggregate>({
  events,
  ...definition
}: View<D> & { readonly events: Readonly<Record<string, EventClass>> }): View<D> {
  const step = (doc: D, event: EventEnvelope, key: string): D | null => {
    const next = evolveDoc(definition as View<D>, doc, event, key);
    return next && { ...next, revision: event.revision };
  };
  const types = Object.values(events).map(({ type }) => type as EventType);
  return view({ ...definition, on: Object.fromEntries(types.map(type => [type, step])) as View<D>['on'] });
}
