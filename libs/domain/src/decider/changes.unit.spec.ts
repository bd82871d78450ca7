import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { changesBetween, revised, withChanges } from './changes.js';

const fields = ['a', 'b', 'c'] as const;
const value = fc.oneof(fc.string(), fc.integer(), fc.array(fc.string(), { maxLength: 2 }));
const record = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });

describe('changes', () => {
  it('name what differs, null where a field is not set', () => {
    expect(changesBetween(fields, { a: 1, b: [1] }, { b: [1], c: 'x' })).toEqual([
      { field: 'a', old: 1, new: null },
      { field: 'c', old: null, new: 'x' },
    ]);
  });

  it('bring one record to the other, and back', () => {
    fc.assert(
      fc.property(record, record, (before, after) => {
        const changes = changesBetween(fields, before, after);
        expect(withChanges(before, changes)).toEqual(after);
        const back = changes.map(({ field, old }) => ({ field, old: null, new: old }));
        expect(withChanges(after, back)).toEqual(before);
      }),
    );
  });

  it('are revised by values that are there, and by fields to clear', () => {
    const before: { a?: number; b?: number; c?: number } = { a: 1, b: 2 };
    expect(revised(before, { a: undefined, b: 3, c: 4 }, ['a'])).toEqual({ b: 3, c: 4 });
  });
});
