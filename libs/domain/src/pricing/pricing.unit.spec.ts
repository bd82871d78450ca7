import { describe, expect, it } from '@jest/globals';
import { isAmount, minorUnits, type PricedLine } from '@touchstream/events';
import * as fc from 'fast-check';
import { money, toWire } from '../money/index.js';
import { allocate, depthPct, exceeds, lineNet, priceLine, spread, totalsOf, unitPriceOf } from './index.js';

const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF');
const parts = (most: number, by: number) => fc.integer({ min: 0, max: most * by }).map(n => n / by);
const qty = fc.integer({ min: 1, max: 100_000 }).map(n => n / 1000);
const pct = parts(100, 100);
const minor = fc.bigInt({ min: 0n, max: 10_000_000n });

const line = (code: string) =>
  fc.record({ qty, discountPct: pct, taxPct: pct, unit: minor, list: minor }).map(({ unit, list, ...terms }) =>
    priceLine({
      lineId: 'l',
      productId: 'p',
      name: 'P',
      listPrice: toWire({ minor: list, currency: code }),
      unitPrice: toWire({ minor: unit, currency: code }),
      ...terms,
    }),
  );
const lines = currency.chain(code => fc.tuple(fc.constant(code), fc.array(line(code), { minLength: 1, maxLength: 8 })));
const minorOf = (of: PricedLine['net']) => money(of).minor;

describe('a priced line', () => {
  it('is the exact product, rounded once, half away from zero', () =>
    fc.assert(
      fc.property(minor, qty, pct, (unit, count, discount) => {
        const net = lineNet({ minor: unit, currency: 'USD' }, count, discount).minor;
        // The rational number: n / d, over integers only.
        const n = unit * BigInt(Math.round(count * 1000)) * BigInt(10_000 - Math.round(discount * 100));
        const d = 10_000_000n;
        const twice = 2n * (net * d - n);
        expect(twice > -d && twice <= d).toBe(true);
      }),
    ));

  it('prices, discounts and taxes', () => {
    const priced = priceLine({
      lineId: 'line-1',
      productId: 'gtx-pro',
      name: 'GTX Pro',
      qty: 2,
      listPrice: { amount: '4821', currency: 'USD' },
      unitPrice: { amount: '4821.0', currency: 'USD' },
      discountPct: 10,
      taxPct: 8.25,
    });
    const usd = (amount: string) => ({ amount, currency: 'USD' });
    expect(priced).toMatchObject({
      unitPrice: usd('4821.00'),
      list: usd('9642.00'),
      net: usd('8677.80'),
      tax: usd('715.92'),
    });
  });

  it('takes an amount agreed for the whole line as it is', () => {
    const net = { amount: '29.33', currency: 'USD' };
    const unitPrice = unitPriceOf(net, 3);
    expect(unitPrice.amount).toBe('9.78');
    expect(
      priceLine({ lineId: 'l', productId: 'cd', name: 'CD', qty: 3, unitPrice, discountPct: 0, taxPct: 0, net }),
    ).toMatchObject({ net, list: { amount: '29.34' } });
  });

  it('refuses what no amount can hold', () => {
    const unitPrice = { amount: '90000000000000.00', currency: 'USD' };
    expect(() =>
      priceLine(
        { lineId: 'l', productId: 'p', name: 'P', qty: 1000, unitPrice, discountPct: 0, taxPct: 0 },
        '/lines/0',
      ),
    ).toThrow(expect.objectContaining({ code: 'amount-out-of-range', field: '/lines/0' }));
  });
});

describe('totals', () => {
  it('are the sums of the lines, add up, and are never negative', () =>
    fc.assert(
      fc.property(lines, ([code, all]) => {
        const totals = totalsOf(code, all);
        const sum = (of: (one: PricedLine) => PricedLine['net']) =>
          all.reduce((sofar, one) => sofar + minorOf(of(one)), 0n);
        expect(minorOf(totals.net)).toBe(sum(one => one.net));
        expect(minorOf(totals.tax)).toBe(sum(one => one.tax));
        expect(minorOf(totals.total)).toBe(minorOf(totals.net) + minorOf(totals.tax));
        expect(minorOf(totals.list)).toBe(minorOf(totals.net) + minorOf(totals.discount));
        for (const amount of Object.values(totals)) expect(isAmount(amount.amount, amount.currency)).toBe(true);
        expect(totals.total.amount).toMatch(
          new RegExp(`^\\d+${minorUnits(code) > 0 ? `\\.\\d{${minorUnits(code)}}` : ''}$`),
        );
      }),
    ));
});

describe('a discount on the whole', () => {
  it('is spread to the last minor unit, no line below zero', () =>
    fc.assert(
      fc.property(lines, pct, ([code, all], percent) => {
        const before = minorOf(totalsOf(code, all).net);
        const after = spread(code, all, { pct: percent });
        const off = before - minorOf(totalsOf(code, after).net);
        expect(off).toBe((before * BigInt(Math.round(percent * 100)) + 5_000n) / 10_000n);
        after.forEach((one, at) => {
          expect(minorOf(one.net) >= 0n && minorOf(one.net) <= minorOf(all[at]!.net)).toBe(true);
        });
      }),
    ));

  it('takes at most everything', () =>
    fc.assert(
      fc.property(lines, minor, ([code, all], amount) => {
        const before = minorOf(totalsOf(code, all).net);
        const after = minorOf(
          totalsOf(code, spread(code, all, { amount: toWire({ minor: amount, currency: code }) })).net,
        );
        expect(after).toBe(amount > before ? 0n : before - amount);
      }),
    ));

  it('is divided so that the parts are the whole', () =>
    fc.assert(
      fc.property(fc.array(minor, { minLength: 1, maxLength: 20 }), fc.nat(), (weights, seed) => {
        const whole = weights.reduce((a, b) => a + b, 0n);
        const amount = whole === 0n ? 0n : BigInt(seed) % (whole + 1n);
        const divided = allocate(amount, weights);
        expect(divided.reduce((a, b) => a + b, 0n)).toBe(amount);
        divided.forEach((part, at) => expect(part >= 0n && part <= weights[at]!).toBe(true));
      }),
    ));
});

describe('the depth of a discount', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  it('is told in percent of list', () => {
    expect(depthPct({ list: usd('300.00'), net: usd('200.00') })).toBe(33.33);
    expect(depthPct({ list: usd('0.00'), net: usd('0.00') })).toBe(0);
  });

  it('does not exceed a limit by rounding alone', () => {
    // 20 % off 0.99 is 0.792, charged as 0.79.
    expect(exceeds({ list: usd('0.99'), net: usd('0.79') }, 20, 2)).toBe(false);
    expect(exceeds({ list: usd('100.00'), net: usd('80.00') }, 20, 2)).toBe(false);
    expect(exceeds({ list: usd('100.00'), net: usd('79.98') }, 20, 2)).toBe(true);
  });
});
