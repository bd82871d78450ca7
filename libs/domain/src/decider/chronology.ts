import type { CommandMeta } from './command.js';
import { ensure } from './refusal.js';

/** Refuses what is said to have happened before its record began. Both instants are ISO 8601, UTC. */
export function ensureNotBefore(beganAt: string, { occurredAt }: CommandMeta): void {
  ensure(
    occurredAt >= beganAt,
    'before-beginning',
    'occurredAt lies before the beginning of the record',
    '/occurredAt',
  );
}

/** The calendar date of an instant, in UTC. */
export const dayOf = (instant: string): string => instant.slice(0, 10);
