import { describe, expect, it } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { amountOf, increased, minorOf, NO_SUM, plus } from './money.js';

describe('money in documents', () => {
  it('counts minor units by what the currency has', () => {
    expect(minorOf({ amount: '12.5', currency: 'USD' })).toBe(1250);
    expect(minorOf({ amount: '12', currency: 'USD' })).toBe(1200);
    expect(minorOf({ amount: '1200', currency: 'JPY' })).toBe(1200);
    expect(minorOf({ amount: '0.001', currency: 'KWD' })).toBe(1);
    expect(amountOf({ amount: '0', currency: 'EUR' })).toEqual({ minor: 0, currency: 'EUR' });
  });

  it('is exact where a float is not', () => {
    assert(
      property(integer({ min: 0, max: 10 ** 13 }), integer({ min: 0, max: 99 }), (whole, cents) => {
        const amount = `${whole}.${String(cents).padStart(2, '0')}`;
        expect(BigInt(minorOf({ amount, currency: 'USD' }))).toBe(BigInt(whole) * 100n + BigInt(cents));
      }),
    );
  });

  it('refuses what it cannot hold', () => {
    expect(() => minorOf({ amount: '90071992547409.92', currency: 'USD' })).toThrow(RangeError);
    expect(minorOf({ amount: '90071992547409.91', currency: 'USD' })).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => plus(Number.MAX_SAFE_INTEGER, 1)).toThrow(RangeError);
    expect(() => minorOf({ amount: '1.234', currency: 'USD' })).toThrow(RangeError);
    expect(() => minorOf({ amount: 'ten', currency: 'USD' })).toThrow(RangeError);
  });

  it('sums without a limit', () => {
    const most = increased(increased(NO_SUM, Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
    expect(most).toBe('18014398509481982');
    expect(increased(most, -Number.MAX_SAFE_INTEGER)).toBe('9007199254740991');
  });
});
