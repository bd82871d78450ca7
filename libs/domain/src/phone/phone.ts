import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { checks } from '@touchstream/events';
import { ensure } from '../decider/index.js';

/**
 * A phone number as people write it, brought to E.164 (`030 123 45-67` in DE is `+49301234567`). One without a country
 * code is read as of the country (ISO 3166-1 alpha-2). Refuses what no phone could dial, and an extension, which E.164
 * has no place for; `field` points to where it was written.
 */
export function phoneNumber(written: string, country: string | undefined, field: string): string {
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const found = parsePhoneNumberFromString(written, { ...(home && { defaultCountry: home }), extract: false });
  ensure(
    found !== undefined || home !== undefined || written.includes('+'),
    'phone-country-unknown',
    'the country of the number is not known: name the country, or write it with + and its country code',
    field,
  );
  ensure(
    found !== undefined && checks.e164.test(found.number) && readsAsItself(found.number),
    'phone-invalid',
    'must be a phone number',
    field,
  );
  ensure(found.ext === undefined, 'phone-extension', 'must be a phone number without an extension', field);
  return found.number;
}

/** Not so of a number with a trunk prefix left over, `+4900…`. */
const readsAsItself = (number: string) => parsePhoneNumberFromString(number)?.number === number;

/** Several numbers, each once, in the order in which they were written. */
export const phoneNumbers = (written: readonly string[], country: string | undefined, field: string): string[] => [
  ...new Set(written.map((one, at) => phoneNumber(one, country, `${field}/${at}`))),
];
