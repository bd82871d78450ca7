/** A point on the wall clock, as milliseconds since 1970 as if it were UTC. */
type WallTime = number;

const HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** What the clocks of a zone show at an instant. */
function wallTimeAt(instant: number, timeZone: string): WallTime {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) part[type] = Number(value);
  return Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
}

/**
 * The instant at which the clocks of an IANA zone show a wall time, in milliseconds since 1970. Of the two in the hour
 * that comes twice it is the first; in the hour that is left out, the clocks' time before the change goes on.
 */
export function instantOf(wall: WallTime, timeZone: string): number {
  if (timeZone === 'UTC') return wall;
  const seconds = Math.floor(wall / 1000) * 1000;
  const offsetAt = (instant: number) => wallTimeAt(instant, timeZone) - instant;
  const before = offsetAt(seconds - 24 * HOUR);
  const after = offsetAt(seconds + 24 * HOUR);
  const early = seconds - before;
  if (before === after || offsetAt(early) === before) return early + (wall - seconds);
  const late = seconds - after;
  return (offsetAt(late) === after ? late : early) + (wall - seconds);
}
