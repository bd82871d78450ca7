import { describe, expect, it } from '@jest/globals';
import { negative, sum } from './amount.js';

describe('amounts', () => {
  it.each([
    [['0.10', '0.20'], '0.30'],
    [['0', '12.50'], '12.50'],
    [['1000', '-250'], '750'],
    [['1.00', '-1.00'], '0.00'],
    [['0.05', '-0.10'], '-0.05'],
    [['9007199254740993', '1'], '9007199254740994'],
    [['1.2345', '0.0005'], '1.2350'],
  ])('%j come to %s', (amounts, total) => {
    expect(sum(...amounts)).toBe(total);
  });
  it('are turned round', () => {
    expect(negative('1.50')).toBe('-1.50');
    expect(negative('-1.50')).toBe('1.50');
  });
});
