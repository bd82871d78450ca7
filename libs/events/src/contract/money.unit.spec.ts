import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isAmount, minorUnits } from './index.js';

const MOST = BigInt(Number.MAX_SAFE_INTEGER);
const wire = (minor: bigint, currency: string) => {
  const digits = minorUnits(currency);
  const text = minor.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

describe('an amount', () => {
  it('is one whose minor units a double holds exactly', () => {
    const near = fc.bigInt({ min: MOST - 1_000n, max: MOST + 1_000n });
    const any = fc.bigInt({ min: 0n, max: 10n ** 19n });
    fc.assert(
      fc.property(fc.oneof(near, any), fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF'), (minor, currency) => {
        expect(isAmount(wire(minor, currency), currency)).toBe(
          minor <= MOST && minor / 10n ** BigInt(minorUnits(currency)) < 10n ** 15n,
        );
      }),
    );
  });

  it.each([
    ['90071992547409.91', 'EUR', true],
    ['90071992547409.99', 'EUR', false],
    ['12.5', 'EUR', true],
    ['12.555', 'EUR', false],
    ['12.0', 'JPY', false],
    ['012', 'EUR', false],
    ['-1', 'EUR', false],
  ])('of %s %s: %s', (amount, currency, is) => {
    expect(isAmount(amount, currency)).toBe(is);
  });
});
