import { isCalendarDate } from '@touchstream/events';

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
    anyOf: [{ format: 'date-time' }, { format: 'date' }],
    description: 'What was so: only what had happened by this instant. A date means the end of that day, UTC.',
  },
  knownAt: {
    type: 'string',
    anyOf: [{ format: 'date-time' }, { format: 'date' }],
    description: 'What we knew: only what had been recorded by this instant. A date means the end of that day, UTC.',
  },
};

const instantOf = (text: string) => (isCalendarDate(text) ? `${text}T23:59:59.999Z` : new Date(text).toISOString());

/** The cut that a query's parameters name; undefined for the present. */
export function cutOf({ asOf, knownAt }: Cut): Cut | undefined {
  if (asOf === undefined && knownAt === undefined) return undefined;
  return {
    ...(asOf === undefined ? {} : { asOf: instantOf(asOf) }),
    ...(knownAt === undefined ? {} : { knownAt: instantOf(knownAt) }),
  };
}

/** Whether something that happened and was recorded then belongs to the past that is asked about. */
export const within = (
  { asOf, knownAt }: Cut,
  of: { readonly occurredAt: string; readonly recordedAt: string },
): boolean => (asOf === undefined || of.occurredAt <= asOf) && (knownAt === undefined || of.recordedAt <= knownAt);
