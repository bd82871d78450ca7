import { describe, expect, it } from '@jest/globals';
import { change, drop, put } from './keyed.js';

const list = Object.freeze([
  { id: 'a', n: 1 },
  { id: 'b', n: 2 },
]);

describe('lists of things with an id', () => {
  it('puts a new thing last and a known one in its place', () => {
    expect(put(list, { id: 'c', n: 3 }).map(one => one.id)).toEqual(['a', 'b', 'c']);
    expect(put(list, { id: 'a', n: 9 })).toEqual([
      { id: 'a', n: 9 },
      { id: 'b', n: 2 },
    ]);
  });

  it('changes what is there and nothing else', () => {
    expect(change(list, 'b', one => ({ n: one.n + 1 }))[1]).toEqual({ id: 'b', n: 3 });
    expect(change(list, 'x', () => ({ n: 0 }))).toBe(list);
    expect(drop(list, 'a')).toEqual([{ id: 'b', n: 2 }]);
    expect(drop(list, 'x')).toEqual(list);
  });
});
