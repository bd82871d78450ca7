/** The parts of a date and a time that a text gave. */
interface Parts {
  year?: number;
  month?: number;
  day?: number;
  weekday?: number;
  hour?: number;
  minute?: number;
  second?: number;
  /** Of a second, 0 to under 1. */
  fraction?: number;
  afternoon?: boolean;
  /** Minutes east of UTC. */
  offset?: number;
}

interface Token {
  readonly pattern: string;
  /** Puts what was read into the parts; false where it is no such thing. */
  readonly read: (text: string, parts: Parts) => boolean | void;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const LONG_MONTHS = 'january february march april may june july august september october november december'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

const named = (names: readonly string[], text: string) => names.indexOf(text.toLowerCase());
const number = (pattern: string, put: (parts: Parts, value: number) => void): Token => ({
  pattern,
  read: (text, parts) => put(parts, Number(text)),
});
const monthNamed = (names: readonly string[]): Token => ({
  pattern: '[A-Za-z]{3,9}',
  read: (text, parts) => (parts.month = named(names, text) + 1) > 0,
});

/** In minutes: no clock goes farther from UTC. */
const FARTHEST_OFFSET = 14 * 60;

/** From the longest, so that `MMM` is not read as `MM` and `M`. */
const TOKENS: readonly (readonly [string, Token])[] = [
  ['YYYY', number('\\d{4}', (p, v) => (p.year = v))],
  // Two digits: 00 to 68 are of this century, 69 to 99 of the last one, as POSIX has it.
  ['YY', number('\\d{2}', (p, v) => (p.year = v + (v < 69 ? 2000 : 1900)))],
  ['MMMM', monthNamed(LONG_MONTHS)],
  ['MMM', monthNamed(MONTHS)],
  ['MM', number('\\d{2}', (p, v) => (p.month = v))],
  ['M', number('\\d{1,2}', (p, v) => (p.month = v))],
  ['ddd', { pattern: '[A-Za-z]{3}', read: (text, p) => (p.weekday = named(WEEKDAYS, text)) >= 0 }],
  ['DD', number('\\d{2}', (p, v) => (p.day = v))],
  ['D', number('\\d{1,2}', (p, v) => (p.day = v))],
  ['HH', number('\\d{2}', (p, v) => (p.hour = v))],
  ['H', number('\\d{1,2}', (p, v) => (p.hour = v))],
  ['hh', number('\\d{2}', (p, v) => (p.hour = v))],
  ['h', number('\\d{1,2}', (p, v) => (p.hour = v))],
  ['mm', number('\\d{2}', (p, v) => (p.minute = v))],
  ['ss', number('\\d{2}', (p, v) => (p.second = v))],
  ['SSS', { pattern: '\\d{1,9}', read: (text, p) => void (p.fraction = Number(`0.${text}`)) }],
  ['A', { pattern: '[AaPp][Mm]', read: (text, p) => void (p.afternoon = /p/i.test(text)) }],
  [
    'Z',
    {
      pattern: 'Z|[+-]\\d{2}:?\\d{2}',
      read: (text, p) => {
        const [, sign, hours = 0, minutes = 0] = /([+-])(\d\d):?(\d\d)/.exec(text) ?? [];
        const offset = Number(hours) * 60 + Number(minutes);
        p.offset = sign === '-' ? -offset : offset;
        return offset <= FARTHEST_OFFSET && Number(minutes) < 60;
      },
    },
  ],
];

/** A wall time as milliseconds as if it were UTC, and the offset in minutes where the text named one. */
export interface ReadDate {
  readonly wall: number;
  readonly offset?: number;
}

export interface DatePattern {
  readonly hasYear: boolean;
  readonly hasMonth: boolean;
  readonly hasDay: boolean;
  readonly hasTime: boolean;
  /** Whether it names a part twice: its text could be divided among the two in many ways. */
  readonly repeats: boolean;
  /** Undefined where the text is not written so, or there is no such date. `year` is for patterns without one. */
  readonly read: (text: string, year: number | undefined) => ReadDate | undefined;
}

const wallOf = (year: number, month: number, day: number, time = 0): number | undefined => {
  // A year with a leading 0 is a slip, and one below 100 would become one of the 20th century.
  if (year < 1000) return undefined;
  const wall = Date.UTC(year, month - 1, day);
  const date = new Date(wall);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? wall + time : undefined;
};

/** The day of the month; without one, the month's first such weekday, or its first day. */
function dayOf({ day, weekday }: Parts, year: number, month: number): number {
  if (day !== undefined) return day;
  if (weekday === undefined) return 1;
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  return 1 + ((weekday - first + 7) % 7);
}

const within = (value: number, from: number, to: number) => value >= from && value <= to;

/** The hour from 0 to 23, or undefined where no clock shows it. */
function hourOf({ hour = 0, afternoon }: Parts): number | undefined {
  if (afternoon === undefined) return within(hour, 0, 23) ? hour : undefined;
  return within(hour, 1, 12) ? (hour % 12) + (afternoon ? 12 : 0) : undefined;
}

/** Milliseconds since midnight, or undefined where no clock shows that time. */
function timeOf(parts: Parts): number | undefined {
  const { minute = 0, second = 0, fraction = 0 } = parts;
  const hour = hourOf(parts);
  if (hour === undefined || !within(minute, 0, 59) || !within(second, 0, 59)) return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(fraction * 1000);
}

function read(parts: Parts, fixedYear: number | undefined): ReadDate | undefined {
  const { year = fixedYear, month = 0, weekday, offset } = parts;
  const time = timeOf(parts);
  if (year === undefined || !within(month, 1, 12) || time === undefined) return undefined;
  const wall = wallOf(year, month, dayOf(parts, year, month), time);
  if (wall === undefined) return undefined;
  if (weekday !== undefined && new Date(wall).getUTCDay() !== weekday) return undefined;
  return offset === undefined ? { wall } : { wall, offset };
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/**
 * Compiles a date pattern: `YYYY YY`, `MMMM MMM MM M`, `DD D`, `ddd` (Mon), `HH H` (0–23), `hh h` with `A` (AM, PM),
 * `mm`, `ss`, `SSS` (fraction), `Z` (offset); anything else stands for itself, and so does what is in square brackets.
 */
export function datePattern(pattern: string): DatePattern {
  const tokens: Token[] = [];
  const names: string[] = [];
  let source = '';
  for (let at = 0; at < pattern.length;) {
    const quoted = /^\[([^\]]*)\]/.exec(pattern.slice(at));
    const token = TOKENS.find(([name]) => pattern.startsWith(name, at));
    if (quoted !== null) {
      source += literal(quoted[1]!);
      at += quoted[0].length;
    } else if (token === undefined) {
      source += literal(pattern[at]!);
      at += 1;
    } else {
      tokens.push(token[1]);
      names.push(token[0][0]!.replace('h', 'H'));
      source += `(${token[1].pattern})`;
      at += token[0].length;
    }
  }
  const expression = new RegExp(`^${source}$`);
  return {
    hasYear: names.includes('Y'),
    hasMonth: names.includes('M'),
    hasDay: names.includes('D') || names.includes('d'),
    hasTime: names.includes('H'),
    repeats: new Set(names).size < names.length,
    read(text, year) {
      const match = expression.exec(text);
      if (match === null) return undefined;
      const parts: Parts = {};
      const understood = tokens.every((token, at) => token.read(match[at + 1]!, parts) !== false);
      return understood ? read(parts, year) : undefined;
    },
  };
}
