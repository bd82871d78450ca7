import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { median, percentile, ratio, slope } from './statistics.js';

const series = (...values: number[]) => ({ values, unit: 'ms' });
const numbers = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 50 });

describe('the median', () => {
  it('is the middle one, whatever the order', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([10, 9, 100])).toBe(10);
    expect(median([7])).toBe(7);
  });
  it('is the mean of the two middle ones where the count is even', () => expect(median([4, 1, 2, 3])).toBe(2.5));
  it('leaves what it was given as it is', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
  it('has no value for nothing', () => expect(() => median([])).toThrow(RangeError));
  it('has as many values above as below', () => {
    fc.assert(
      fc.property(numbers, values => {
        const middle = median(values);
        const half = values.length / 2;
        expect(values.filter(value => value > middle).length).toBeLessThanOrEqual(half);
        expect(values.filter(value => value < middle).length).toBeLessThanOrEqual(half);
      }),
    );
  });
});

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  it('is a value that was measured', () => {
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([5], 0.99)).toBe(5);
  });
  it('is not exceeded by so large a share', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, share) => {
        const found = percentile(values, share);
        expect(values.filter(value => value <= found).length).toBeGreaterThanOrEqual(share * values.length - 1e-9);
        expect(values).toContain(found);
      }),
    );
  });
  it('takes no other share', () => {
    for (const share of [0, -1, 1.01, Number.NaN]) expect(() => percentile([1], share)).toThrow(RangeError);
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

it('compares medians', () => expect(ratio(series(1, 300, 30), series(10, 1, 90))).toBe(3));

describe('the slope', () => {
  it('is that of a line', () => expect(slope([2, 5, 11].map(x => ({ x, y: 3 * x - 1 })))).toBeCloseTo(3));
  it('is that of the line that fits best', () =>
    expect(
      slope([
        { x: 0, y: 0 },
        { x: 1, y: 2 },
        { x: 2, y: 1 },
      ]),
    ).toBeCloseTo(0.5));
  it('needs two points', () => expect(() => slope([{ x: 0, y: 0 }])).toThrow(RangeError));
});
