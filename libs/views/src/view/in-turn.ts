import type { EventEnvelope, EventType } from '@touchstream/events';
import type { Doc, Step, View } from './view.js';

type On<D extends Doc> = View<D>['on'];
type AnyStep<D extends Doc> = Step<D, EventType>;

/** Joins tables of steps: where several look at an event type, each goes on from what the one before has made. */
export function inTurn<D extends Doc>(...tables: readonly On<D>[]): On<D> {
  const joined: Record<string, AnyStep<D>> = {};
  for (const [type, step] of tables.flatMap(table => Object.entries(table) as [EventType, AnyStep<D>][])) {
    const first = joined[type];
    joined[type] =
      first === undefined
        ? step
        : (doc: D, event: EventEnvelope, key: string) => {
            const next = first(doc, event, key);
            return next && step(next, event, key);
          };
  }
  return joined as On<D>;
}
