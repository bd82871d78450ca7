import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import * as fc from 'fast-check';
import { Change, compileValidator, schemaOf } from './index.js';

const valid = compileValidator(schemaOf(Change));
const judge = (value: unknown) => {
  const change = Object.assign(new Change(), { field: 'name', old: value, new: null });
  return {
    ajv: valid({ field: 'name', old: value, new: null }).length === 0,
    decorators: validateSync(change).length === 0,
  };
};

const money = { amount: '1.00', currency: 'EUR' };
const deeper = (depth: number): unknown => (depth === 0 ? 'x' : [deeper(depth - 1)]);

describe('the value of a field in a change', () => {
  it.each([
    ['text', 'Muster GmbH'],
    ['an empty text', ''],
    ['a number', 1.5],
    ['a flag', false],
    ['nothing', null],
    ['an amount', money],
    ['a list of objects with amounts', [{ type: 'discount', value: money }]],
    ['a list', Array.from({ length: 200 }, () => 'x')],
    ['a long text, counted in characters', '😀'.repeat(10_000)],
  ])('may be %s', (_, value) => {
    expect(judge(value)).toEqual({ ajv: true, decorators: true });
  });

  it.each([
    ['undefined', undefined],
    ['an infinite number', Number.POSITIVE_INFINITY],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a list', ['\ud800']],
    ['too long a text', 'x'.repeat(10_001)],
    ['too long a list', Array.from({ length: 201 }, () => 'x')],
    ['too many fields', Object.fromEntries(Array.from({ length: 201 }, (__, at) => [`f${at}`, at]))],
    ['too deep', deeper(4)],
  ])('may not be %s', (_, value) => {
    expect(judge(value)).toEqual({ ajv: false, decorators: false });
  });

  it('is judged alike by the decorators and by the schema', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue({ maxDepth: 5 }), fc.string({ unit: 'binary' })), value => {
        const { ajv, decorators } = judge(value);
        expect(ajv).toBe(decorators);
      }),
    );
  });
});
