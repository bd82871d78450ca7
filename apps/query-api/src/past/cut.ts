import {
  decode,
  decodeMetadata,
  decodeWith,
  isCalendarDate,
  type EventEnvelope,
  type StoredEvent,
} from '@touchstream/events';
import { oneProblems, type ProblemName } from '@touchstream/platform';
import type { Condition } from '@touchstream/view-store';

/** A question about the past: what was so at `asOf`, as far as we knew it at `knownAt`. Both ISO 8601, UTC. */
export interface Cut {
  /** Cuts by when it happened. */
  readonly asOf?: string;
  /** Cuts by when it was recorded. */
  readonly knownAt?: string;
}

/** The parameters of a read of the past. */
export const cutParameters = {
  asOf: {
    type: 'string',
    anyOf: [{ format: 'date' }, { format: 'date-time' }],
    description: 'What was so: only what had happened by this instant. A date means the end of that day, UTC.',
  },
  knownAt: {
    type: 'string',
    anyOf: [{ format: 'date' }, { format: 'date-time' }],
    description: 'What we knew: only what had been recorded by this instant. A date means the end of that day, UTC.',
  },
};

/** The query of a read of one record, as it is or as it was. */
export const cutSchema = { type: 'object', additionalProperties: false, properties: cutParameters };

/** What such a read may be answered that is not the record. */
export const cutProblems: readonly ProblemName[] = [...oneProblems, 'not-foldable'];

const instantOf = (text: string) => (isCalendarDate(text) ? `${text}T23:59:59.999Z` : new Date(text).toISOString());

/** The cut that a query's parameters name; undefined for the present. */
export function cutOf({ asOf, knownAt }: Cut): Cut | undefined {
  if (asOf === undefined && knownAt === undefined) return undefined;
  return {
    ...(asOf === undefined ? {} : { asOf: instantOf(asOf) }),
    ...(knownAt === undefined ? {} : { knownAt: instantOf(knownAt) }),
  };
}

/** A stored event, where it is within the cut; what is not is not looked at. Throws `UndecodableEvent`. */
export function eventWithin({ asOf, knownAt }: Cut, stored: StoredEvent): EventEnvelope | undefined {
  if (knownAt !== undefined && stored.recordedAt > knownAt) return undefined;
  if (asOf === undefined) return decode(stored) as EventEnvelope;
  const metadata = decodeMetadata(stored);
  return metadata.occurredAt > asOf ? undefined : (decodeWith(stored, metadata) as EventEnvelope);
}

/**
 * The entries of the timeline within the cut. An entry is made by its one event and never changes: the timeline of the past is
 * these, and its events are those of the past.
 */
export function conditionsOf({ asOf, knownAt }: Cut = {}): readonly Condition[] {
  return [
    ...(asOf === undefined ? [] : [{ field: 'occurredAt', upTo: asOf }]),
    ...(knownAt === undefined ? [] : [{ field: 'recordedAt', upTo: knownAt }]),
  ];
}
