import { derivedId } from '@touchstream/events';
import { ensure } from '../decider/index.js';

/** Crockford's base 32: no I, L, O, U, which are misread or spell words. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DERIVED = /^[A-Z]+-[0-9A-HJKMNP-TV-Z]{7}-[0-9A-HJKMNP-TV-Z]{7}$/;

/**
 * The number of a document that was given none, as `Q-7K3M9P2-Q4T8WX0`: 70 bits of a hash of its id. It needs no claim:
 * among 10⁹ documents, two have the same number with a chance below 1 in 2,000.
 */
export function documentNumber(prefix: string, id: string): string {
  const uuid = derivedId(id, 'number');
  // What lies between holds the UUID's version and variant.
  const hex = `${uuid.slice(15, 18)}${uuid.slice(20, 23)}${uuid.slice(24)}`;
  let text = '';
  // From the last digits on: five of base 16 are four of base 32.
  for (let end = hex.length; end > 0; end -= 5) {
    let bits = Number.parseInt(hex.slice(Math.max(0, end - 5), end), 16);
    for (let at = 0; at < 4 && text.length < 14; at += 1, bits >>= 5) text += DIGITS[bits & 31];
  }
  return `${prefix}-${text.slice(0, 7)}-${text.slice(7)}`;
}

/**
 * The number that was given, else the derived one. One that could be derived for another document is refused: derived
 * numbers are not claimed.
 */
export function numberFor(prefix: string, id: string, given: string | undefined, field = '/number'): string {
  const derived = documentNumber(prefix, id);
  // In lower case it is the same number, to people and to the claims of service cases.
  const written = given?.toUpperCase() ?? derived;
  const reserved = written !== derived && written.startsWith(`${prefix}-`) && DERIVED.test(written);
  ensure(!reserved, 'reserved-number', 'numbers of this form are derived for documents that are given none', field);
  return given ?? derived;
}
