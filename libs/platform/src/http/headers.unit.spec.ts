import { describe, expect, it } from '@jest/globals';
import { checks } from '@touchstream/events';
import * as fc from 'fast-check';
import { actorOf } from './headers.js';
import { Problem } from './problems.js';

/** Who acts, or undefined where the headers are refused. */
const actor = (value: string, principal?: string) => {
  try {
    return actorOf({ 'x-actor': value, 'x-on-behalf-of': principal });
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
};

describe('an actor', () => {
  it.each([
    ['ann', { id: 'ann', kind: 'user' }],
    ['integration:erp', { id: 'erp', kind: 'integration' }],
    ['0197f000-0000-7000-8000-000000000001', { id: '0197f000-0000-7000-8000-000000000001', kind: 'user' }],
    ['ann@example.com', undefined],
    ['ann+x', undefined],
    ['robot:erp', undefined],
    ['user:', undefined],
    ['', undefined],
  ])('named %s is %j', (value, expected) => {
    expect(actor(value)).toEqual(expected);
    expect(actor('ann', value)).toEqual(expected && { id: 'ann', kind: 'user', onBehalfOf: expected.id });
  });

  it('has an id that the contracts take', () => {
    const value = fc.tuple(
      fc.constantFrom('', 'user:', 'x:'),
      fc.string({ unit: fc.constantFrom(...Array.from('aZ09._:~-@+ ü')), maxLength: 110 }),
    );
    fc.assert(
      fc.property(value, parts => {
        const found = actor(parts.join(''));
        expect(found === undefined || checks.id.test(found.id)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
