import type { EventEnvelope, EventType } from '@touchstream/events';
import { assignmentsOf } from './portfolio/index.js';

/** A command that follows from an event. */
export interface Reaction {
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly command: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type Reactions = { readonly [T in EventType]?: (event: EventEnvelope<T>) => readonly Reaction[] };

/**
 * The process managers: what follows from an event, by its type. Pure; the command's id derives from the event's, by which it
 * is known that a reaction was carried out, or refused.
 */
export const reactions: Reactions = {
  'portfolio.handed-over': ({ data }) =>
    assignmentsOf(data).map(({ customerId, body }) => ({
      aggregate: 'customer',
      aggregateId: customerId,
      command: 'AssignOwner',
      body,
    })),
};

/** What follows from an event. */
export const reactionsTo = (event: EventEnvelope): readonly Reaction[] =>
  (reactions[event.type] as ((event: EventEnvelope) => readonly Reaction[]) | undefined)?.(event) ?? [];
