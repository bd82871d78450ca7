import { describe, expect, it } from '@jest/globals';
import { array, assert, boolean, integer, property, record } from 'fast-check';
import { Recent } from './recent.js';

describe('what was used of late', () => {
  it('is bounded, and never wrong', () => {
    const steps = array(record({ key: integer({ min: 0, max: 30 }).map(String), put: boolean() }));
    assert(
      property(steps, integer({ min: 1, max: 8 }), (all, half) => {
        const recent = new Recent<number>(half);
        const truth = new Map<string, number>();
        all.forEach(({ key, put }, at) => {
          if (put) {
            recent.put(key, at);
            truth.set(key, at);
          }
          const found = recent.get(key);
          expect(found === undefined || found === truth.get(key)).toBe(true);
          expect(found === undefined && (put || recent.isWhole) && truth.has(key)).toBe(false);
          expect(recent.size).toBeLessThanOrEqual(2 * half);
        });
      }),
    );
  });

  it('keeps what is used and forgets the rest', () => {
    const recent = new Recent<string>(2);
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      recent.put(key, key);
      recent.get('a');
    }
    expect(['a', 'b', 'e'].map(key => recent.get(key))).toEqual(['a', undefined, 'e']);
    expect(recent.isWhole).toBe(false);
  });

  it('forgets what is no longer so', () => {
    const recent = new Recent<string>(1);
    for (const value of ['old', 'new']) {
      recent.put('a', value);
      recent.put('b', value);
    }
    recent.forget('a');
    expect([recent.get('a'), recent.get('b'), recent.isWhole]).toEqual([undefined, 'new', false]);
  });
});
