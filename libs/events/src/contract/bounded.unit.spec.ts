import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { boundErrors, MOST_ERRORS } from './bounded.js';
import { Change, contractAjv, IdList, ListOf, schemaOf, Text, type JsonSchema } from './index.js';

class BoundedPart {
  @Text() name!: string;
  @IdList() tags!: string[];
}
class BoundedWhole {
  @ListOf(() => BoundedPart, { max: 300 }) parts!: BoundedPart[];
}

const MANY = 20_000;
const many = (of: () => unknown) => Array.from({ length: MANY }, of);

/** How many errors ajv makes of a value; describing them leaves most out, but they have been made. */
const errorsOf = (schema: JsonSchema, value: unknown) => {
  const validate = contractAjv().compile(schema);
  validate(value);
  return validate.errors?.length ?? 0;
};
const ofPart = (part: object) => errorsOf(schemaOf(BoundedPart), { name: 'x', tags: [], ...part });
const ofValue = (value: unknown) => errorsOf(schemaOf(Change), { field: 'name', old: value, new: null });

describe('the errors of an input', () => {
  it('are told of all fields', () => {
    expect(errorsOf(schemaOf(BoundedPart), { tags: ['a', '', 'b', ''], more: 1, other: 2 })).toBe(5);
  });

  it('are one for a list that is too long, whose items are not looked at', () => {
    let looked = 0;
    const tags = new Proxy(
      many(() => 1),
      {
        get: (list, name, receiver) => {
          if (typeof name === 'string' && /^\d+$/.test(name)) looked += 1;
          return Reflect.get(list, name, receiver) as unknown;
        },
      },
    );
    expect(ofPart({ tags })).toBe(1);
    expect(looked).toBe(0);
  });

  it('are few, however many fields are not known', () => {
    expect(ofPart(Object.fromEntries(many(() => 1).map((one, at) => [`f${at}`, one])))).toBe(MOST_ERRORS);
  });

  it('are few, however many items of however many lists are wrong', () => {
    const parts = Array.from({ length: 300 }, () => ({ tags: Array.from({ length: 200 }, () => '') }));
    expect(errorsOf(schemaOf(BoundedWhole), { parts })).toBeLessThanOrEqual(2 * MOST_ERRORS);
  });

  it.each([
    ['a long list of deep ones', () => many(() => [[[[]]]])],
    ['lists of lists', () => Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => [[], [], []]))],
    ['a large object', () => Object.fromEntries(many(() => [[[[]]]]).map((one, at) => [`f${at}`, one]))],
  ])('are few for the value of a field that is %s', (_, value) => {
    expect(ofValue(value())).toBeLessThanOrEqual(2 * MOST_ERRORS);
  });
});

describe('ajv with bounded errors', () => {
  const lists = { type: 'array', maxItems: 80, items: { type: ['integer', 'array'], items: { type: 'integer' } } };
  const schema = {
    type: 'object',
    properties: {
      either: { anyOf: [{ type: 'array', items: { type: 'string' } }, lists] },
      open: { type: 'object', additionalProperties: lists },
    },
    additionalProperties: false,
  };
  const options = { allErrors: true, allowUnionTypes: true };
  const bounded = new Ajv2020(options);
  boundErrors(bounded);
  const [judged, plain] = [bounded.compile(schema), new Ajv2020(options).compile(schema)];

  const item = fc.oneof({ weight: 9, arbitrary: fc.nat() }, fc.constant('x'), fc.array(fc.constantFrom(1, 'x')));
  const list = fc.oneof(fc.array(fc.nat(), { maxLength: 90 }), fc.array(item, { maxLength: 120 }));
  const either = fc.oneof(list, fc.array(fc.string(), { maxLength: 60 }));
  const value = fc.record({ either, open: fc.dictionary(fc.string(), list), more: fc.nat() }, { requiredKeys: [] });

  it('judges as ajv does', () => {
    const examples = [
      // More errors of the first kind than are told, then one of the second.
      [{ either: [...Array.from({ length: 60 }, () => 1), 'x'] }],
      [{ either: Array.from({ length: 60 }, () => 1) }],
      [JSON.parse('{"__proto__": 1}')],
      [JSON.parse('{"toString": 1}')],
    ] as [object][];
    fc.assert(
      fc.property(value as fc.Arbitrary<object>, one => expect(judged(one)).toBe(plain(one))),
      { numRuns: 1_000, examples },
    );
  });
});
