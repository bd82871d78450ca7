import type { CommandMeta } from './command.js';
import { ensure } from './refusal.js';

/** Refuses what is said to have happened before its record began. Both instants are ISO 8601, UTC. */
export function ensureNotBefore(beganAt: string, { occurredAt }: CommandMeta, field = '/occurredAt'): void {
  ensure(occurredAt >= beganAt, 'before-beginning', 'occurredAt lies before the beginning of the record', field);
}

/**
 * Refuses what is said to have happened before what it follows. Undefined is no bound: events of an earlier version may
 * not tell when they were.
 */
export function ensureFollows(before: string | undefined, what: string, { occurredAt }: CommandMeta): void {
  ensure(
    before === undefined || occurredAt >= before,
    'before-last-change',
    `occurredAt lies before ${what}`,
    '/occurredAt',
  );
}

/** As `ensureFollows`, of another record: what is of now follows it, though the clock of who told of that may be ahead. */
export function ensureFollowsOther(before: string | undefined, what: string, meta: CommandMeta): void {
  if (meta.occurredAt < meta.now) ensureFollows(before, what, meta);
}

/**
 * Whether something is on hold, and was at the time of a command. What is of now is, though the hold may be ahead of this
 * clock; what is told late was not, if it came before the hold. A hold of unknown beginning was always there.
 */
export const isOnHold = (
  hold: { readonly since?: string | undefined } | undefined,
  { occurredAt, now }: CommandMeta,
): boolean => hold !== undefined && (occurredAt >= now || hold.since === undefined || hold.since <= occurredAt);

/** Of two instants in ISO 8601, UTC. */
export const later = (a: string, b: string): string => (a < b ? b : a);

/** The calendar date of an instant, in UTC. */
export const dayOf = (instant: string): string => instant.slice(0, 10);
