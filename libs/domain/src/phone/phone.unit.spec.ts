import { describe, expect, it } from '@jest/globals';
import { checks } from '@touchstream/events';
import * as fc from 'fast-check';
import { Refusal } from '../decider/index.js';
import { phoneNumber, phoneNumbers } from './phone.js';

/** The number, or why there is none. */
const attempt = (decide: () => unknown) => {
  try {
    return { number: decide() };
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, field: error.field };
    throw error;
  }
};

describe('a phone number', () => {
  it.each([
    ['030 123 45-67', 'DE', '+49301234567'],
    ['+49 (0)30 1234567', undefined, '+49301234567'],
    ['0049 30 1234567', 'DE', '+49301234567'],
    ['(202) 555-0143', 'US', '+12025550143'],
    ['+1.202.555.0143', 'DE', '+12025550143'],
    ['０３-１２３４-５６７８', 'JP', '+81312345678'],
    ['010 1234 5678', 'CN', '+861012345678'],
    ['06 698 12345', 'IT', '+390669812345'],
    ['+390669812345', 'AQ', '+390669812345'],
  ])('%s, written in %s, is %s', (written, country, number) => {
    expect(phoneNumber(written, country, '/phone')).toBe(number);
  });

  it.each([
    ['030 1234567', undefined, 'phone-country-unknown'],
    ['030 1234567', 'AQ', 'phone-country-unknown'],
    ['12', 'DE', 'phone-invalid'],
    ['call me', 'DE', 'phone-invalid'],
    ['+49', undefined, 'phone-invalid'],
    ['+999 123456789', 'DE', 'phone-invalid'],
    ['call 030 1234567 now', 'DE', 'phone-invalid'],
    ['030 1234567 ext. 12', 'DE', 'phone-extension'],
  ])('%s, written in %s, is refused', (written, country, code) => {
    expect(attempt(() => phoneNumber(written, country, '/phone'))).toEqual({ code, field: '/phone' });
  });

  it('stands once in a list, and a wrong one is pointed to', () => {
    expect(phoneNumbers(['030 1234567', '+49301234567', '+12025550143'], 'DE', '/phones')).toEqual([
      '+49301234567',
      '+12025550143',
    ]);
    expect(attempt(() => phoneNumbers(['030 1234567', 'x'], 'DE', '/phones')).field).toBe('/phones/1');
  });

  it('is a number of the contract, and the same when it is read again anywhere', () => {
    const country = fc.constantFrom('DE', 'US', 'CN', 'IT', 'JP', 'BR', 'GB', 'AR', 'MX', undefined);
    const written = fc
      .array(fc.constantFrom(...'0123456789 +()-/.'.split('')), { minLength: 3, maxLength: 24 })
      .map(parts => parts.join(''));
    let normalised = 0;
    fc.assert(
      fc.property(written, country, country, (text, home, elsewhere) => {
        const { number } = attempt(() => phoneNumber(text, home, '/phone'));
        if (number === undefined) return;
        normalised += 1;
        expect(checks.e164.test(number)).toBe(true);
        expect(phoneNumber(number as string, elsewhere, '/phone')).toBe(number);
      }),
      { numRuns: 2_000, seed: 7 },
    );
    expect(normalised).toBeGreaterThan(100);
  });
});
