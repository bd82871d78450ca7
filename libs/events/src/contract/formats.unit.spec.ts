import { describe, expect, it } from '@jest/globals';
import { compileValidator } from './validator.js';

const day = { anyOf: [{ format: 'date' }, { format: 'date-time' }] };
const faults = compileValidator({
  type: 'object',
  properties: {
    asOf: { type: 'string', ...day },
    knownAt: { type: 'string', ...day },
    at: { type: 'string', format: 'date-time' },
  },
} as never);

describe('a text that must have one of several formats', () => {
  it('is told all of them at once', () => {
    const message = 'must be a calendar date YYYY-MM-DD or an RFC 3339 date-time with an offset';
    expect(faults({ asOf: '2026-02-30', knownAt: 'now', at: '2026-02-28' })).toEqual([
      { pointer: '/asOf', message },
      { pointer: '/knownAt', message },
      { pointer: '/at', message: 'must be an RFC 3339 date-time with an offset' },
    ]);
  });

  it('is right with any of them', () => {
    expect(faults({ asOf: '2026-02-28', knownAt: '2026-02-28T10:00:00Z' })).toEqual([]);
  });
});
