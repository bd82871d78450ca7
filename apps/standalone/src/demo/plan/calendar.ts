import type { Random } from './random.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The two years of the demo. Nothing is recorded after their end: what is under way then stays open. */
export const BEGINNING = Date.parse('2024-07-01T06:00:00.000Z');
export const END = Date.parse('2026-06-30T16:00:00.000Z');

export const instant = (at: number): string => new Date(at).toISOString();
/** The calendar date in UTC. */
export const date = (at: number): string => instant(at).slice(0, 10);
/** The moment of a text like `2025-03-04 09:30`, in UTC. */
export const moment = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00.000Z`);

const OPENS = 8.5 * HOUR;
const CLOSES = 17.5 * HOUR;
const isWeekend = (local: number) => [0, 6].includes(new Date(local).getUTCDay());

/** The first moment from `at` on at which an office so many hours east of Greenwich is at work, or shortly after it. */
export function inOfficeHours(at: number, utcHours: number, random: Random): number {
  const shift = utcHours * HOUR;
  const local = at + shift;
  const midnight = local - (local % DAY);
  const isOpen = !isWeekend(local) && local < midnight + CLOSES - HOUR;
  if (isOpen && local >= midnight + OPENS) return at - (at % MINUTE) + random.int(3, 50) * MINUTE;
  let day = isOpen ? midnight : midnight + DAY;
  while (isWeekend(day)) day += DAY;
  return day + OPENS + random.int(0, 500) * MINUTE - shift;
}
