import { describe, expect, it } from '@jest/globals';
import { array, assert, integer, property } from 'fast-check';
import { hasRow, withRow, type RowRanges } from './row-ranges.js';

const of = (rows: readonly number[]) => rows.reduce(withRow, [] as RowRanges);
const row = integer({ min: 1, max: 60 });

describe('row ranges', () => {
  it('hold exactly the rows they were given, in any order, as the fewest ranges', () => {
    assert(
      property(array(row, { maxLength: 80 }), rows => {
        const ranges = of(rows);
        const expected = new Set(rows);
        for (let one = 0; one <= 61; one += 1) expect(hasRow(ranges, one)).toBe(expected.has(one));
        ranges.reduce((end, [first, last]) => {
          expect(first).toBeGreaterThan(end + 1);
          expect(last).toBeGreaterThanOrEqual(first);
          return last;
        }, -1);
      }),
    );
  });

  it('are left as they were by a row they have, and never changed in place', () => {
    assert(
      property(array(row, { minLength: 1 }), row, (rows, more) => {
        const ranges = of(rows);
        const before = structuredClone(ranges);
        const after = withRow(ranges, more);
        expect(ranges).toEqual(before);
        expect(after === ranges).toBe(rows.includes(more));
      }),
    );
  });

  it('stay one range while rows come in order', () => {
    expect(of(Array.from({ length: 100_000 }, (_, at) => at + 1))).toEqual([[1, 100_000]]);
  });

  it('join when the row between them comes', () => {
    expect(of([1, 3, 5])).toEqual([
      [1, 1],
      [3, 3],
      [5, 5],
    ]);
    expect(of([1, 3, 5, 4])).toEqual([
      [1, 1],
      [3, 5],
    ]);
    expect(of([1, 3, 2])).toEqual([[1, 3]]);
  });
});
