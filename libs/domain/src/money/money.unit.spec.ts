import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { add, money, subtract, toWire } from './index.js';

describe('money', () => {
  it('is the same amount after the way to the wire and back, however large', () =>
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'),
        (minor, currency) => {
          expect(money(toWire({ minor, currency }))).toEqual({ minor, currency });
        },
      ),
    ));

  it.each([
    ['9007199254740993', 'JPY', 9_007_199_254_740_993n],
    ['12', 'USD', 1_200n],
    ['12.5', 'USD', 1_250n],
    ['-0.05', 'USD', -5n],
    ['0.123', 'KWD', 123n],
  ])('of %s %s is counted in minor units', (amount, currency, minor) => {
    expect(money({ amount, currency })).toEqual({ minor, currency });
  });

  it.each([add, subtract])('of two currencies is not mixed: %p', calculate => {
    const mixing = () => calculate({ minor: 1n, currency: 'USD' }, { minor: 1n, currency: 'EUR' });
    expect(mixing).toThrow(expect.objectContaining({ code: 'currency-mismatch' }) as never);
  });
});
