import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isISO31661Alpha2, isISO4217CurrencyCode, isEmail, isTimeZone, isUUID } from 'class-validator';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * The value checks of the contracts, each with its two faces: the predicate that class-validator runs, and the
 * JSON Schema that ajv compiles. `formats` gives ajv the same predicates, so that both agree by construction.
 */
export interface Check {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly test: (value: unknown) => boolean;
  readonly message: string;
}

const text = (test: (value: string) => boolean) => (value: unknown) => typeof value === 'string' && test(value);
const number = (test: (value: number) => boolean) => (value: unknown) => typeof value === 'number' && test(value);

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const INSTANT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)$/;
/** Most are written so. */
const UTC_INSTANT = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/;
/** Codes are compared and looked up as they are written; class-validator would take them in small letters too. */
const CAPITALS = /^[A-Z]+$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** The days of each month, in a year that is no leap year. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeapYear = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Whether the text, which begins with the digits of a date, begins with one that exists. */
function beginsWithDate(value: string): boolean {
  const month = Number(value.slice(5, 7));
  const day = Number(value.slice(8, 10));
  const days = month === 2 && isLeapYear(Number(value.slice(0, 4))) ? 29 : DAYS[month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

/** Whether the text is a calendar date `YYYY-MM-DD` that exists. */
export const isCalendarDate = (value: string): boolean => DATE.test(value) && beginsWithDate(value);

/** Whether the text is an RFC 3339 instant with an offset, on a date that exists, from 1900 to 2199. */
export function isInstant(value: string): boolean {
  if (UTC_INSTANT.test(value)) return value >= '1900' && value < '2200' && beginsWithDate(value);
  if (!INSTANT.test(value) || !beginsWithDate(value)) return false;
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.getUTCFullYear() >= 1900 && date.getUTCFullYear() < 2200;
}

/** Most are written so. */
const PLAIN_ADDRESS = /^[a-z\d]+([._-][a-z\d]+)*@([a-z\d]+(-[a-z\d]+)*\.)+[a-z]{2,}$/i;
/** Of a part of an address, whichever: a text that is not longer has none that is too long. */
const LONGEST_PART = 63;

/**
 * What class-validator takes for an address; it throws at half a surrogate pair. To go through all its rules takes longer
 * than to check the rest of most commands.
 */
const isAddress = (value: string): boolean =>
  (value.length <= LONGEST_PART && PLAIN_ADDRESS.test(value)) || (value.isWellFormed() && isEmail(value));

/** Whether the text is a well-formed BCP 47 language tag of at most 35 characters. */
function isLanguageTag(value: string): boolean {
  if (value.length > 35) return false;
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}

const decimals = (value: number, most: number) => Number.isFinite(value) && Number(value.toFixed(most)) === value;

/** `x-normalise` names the canonical form that validation brings the value to (see validator.ts). */
const check = (
  name: string,
  schema: Record<string, unknown>,
  test: (value: unknown) => boolean,
  message: string,
): Check => ({ name, schema: { ...schema, format: name }, test, message });

export const checks = {
  text: check(
    'text',
    { type: 'string', 'x-normalise': 'text' },
    text(v => v.isWellFormed() && !CONTROL.test(v)),
    'must be well-formed text',
  ),
  id: check(
    'id',
    { type: 'string' },
    text(v => /^[A-Za-z0-9][A-Za-z0-9._:~-]{0,99}$/.test(v)),
    'must be an identifier',
  ),
  instant: check(
    'date-time',
    { type: 'string', 'x-normalise': 'instant' },
    text(isInstant),
    'must be an RFC 3339 date-time with an offset',
  ),
  date: check('date', { type: 'string' }, text(isCalendarDate), 'must be a calendar date YYYY-MM-DD'),
  country: check(
    'country',
    { type: 'string' },
    text(v => CAPITALS.test(v) && isISO31661Alpha2(v)),
    'must be an ISO 3166-1 alpha-2 country code in capitals',
  ),
  currency: check(
    'currency',
    { type: 'string' },
    text(v => CAPITALS.test(v) && isISO4217CurrencyCode(v)),
    'must be an ISO 4217 currency code in capitals',
  ),
  timeZone: check(
    'time-zone',
    { type: 'string' },
    text(v => isTimeZone(v)),
    'must be an IANA time zone',
  ),
  language: check('language', { type: 'string' }, text(isLanguageTag), 'must be a BCP 47 language tag'),
  sha256: check(
    'sha256',
    { type: 'string' },
    text(v => /^[0-9a-f]{64}$/.test(v)),
    'must be a SHA-256 hash in lower-case hexadecimal',
  ),
  email: check(
    'email',
    { type: 'string', maxLength: 254, 'x-normalise': 'email' },
    text(isAddress),
    'must be an e-mail address',
  ),
  e164: check(
    'e164',
    { type: 'string' },
    text(v => /^\+\d{7,15}$/.test(v) && parsePhoneNumberFromString(v)?.isPossible() === true),
    'must be an E.164 phone number',
  ),
  uuid: check(
    'uuid',
    { type: 'string' },
    text(v => isUUID(v)),
    'must be a UUID',
  ),
  quantity: check(
    'quantity',
    { type: 'number' },
    number(v => v > 0 && v <= 1e9 && decimals(v, 3)),
    'must be a positive number with at most 3 decimals',
  ),
  percent: check(
    'percent',
    { type: 'number' },
    number(v => v >= 0 && v <= 100 && decimals(v, 2)),
    'must be 0 to 100 with at most 2 decimals',
  ),
  share: check(
    'share',
    { type: 'number' },
    number(v => v > 0 && v <= 1 && decimals(v, 4)),
    'must be over 0, at most 1, with at most 4 decimals',
  ),
} satisfies Record<string, Check>;

export const checksByName: ReadonlyMap<string, Check> = new Map(Object.values(checks).map(one => [one.name, one]));

/** The class-validator decorator of a check. */
export const Checked = (one: Check, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    { name: one.name, validator: { validate: one.test, defaultMessage: () => `$property ${one.message}` } },
    options,
  );
