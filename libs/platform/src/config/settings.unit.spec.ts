import { describe, expect, it } from '@jest/globals';
import { bytes } from './settings.js';

describe('a size', () => {
  it.each([
    ['1', 1],
    ['512Mi', 536_870_912],
    ['4Gi', 4_294_967_296],
  ])('may be %s', (text, size) => {
    expect(bytes(text)).toBe(size);
  });

  it.each(['', '0', '0Gi', '4G', '1.5Gi', '-1', 'Gi', '4 Gi', '1e3'])('may not be %j', text => {
    expect(() => bytes(text)).toThrow('must be a size, as in 512Mi or 4Gi');
  });
});
