import { describe, expect, it } from '@jest/globals';
import { aggregateNamed } from '@touchstream/domain';
import * as fc from 'fast-check';
import { commandIdOf, contentHash } from './request.js';

const hashOf = (body: Record<string, unknown>, aggregateId?: string) =>
  contentHash({
    aggregate: aggregateNamed('customer'),
    command: 'RegisterCustomer',
    ...(aggregateId === undefined ? {} : { aggregateId }),
    body,
    context: { tenantId: 'main', actor: { id: 'ann', kind: 'user' }, commandId: 'c', correlationId: 'c' },
  });

/** The fields of every object in the order turned round. */
const reordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, one]) => [name, reordered(one)]),
  );
};

describe('the hash of what a command says', () => {
  it('is the one it has always been: events keep it', () => {
    const body = { b: [1, { z: undefined, y: null, x: 'é' }, undefined], a: {} };
    expect(hashOf(body)).toBe('0RKd2AF5rgEPLTUZFg83oRWgqzNRM8ZHTbRYF2dy6c4');
    expect(hashOf(body, 'c1')).toBe('egNdF-aLyHSJi-I2GVK8iIMRstkfsT4hudUS9U1stH8');
    const odd = { 'a"b': 1, ü: [undefined, { 10: 1, 9: 2 }], a_1: [] };
    expect(hashOf(odd)).toBe('rk5YOiGJhDhIUNINGvAKqqdWGbSVa8W_DDdMQ9IzF1Y');
  });

  it('is the same whatever the order of the fields, and another for another content', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), body => {
        expect(hashOf(reordered(body) as Record<string, unknown>)).toBe(hashOf(body));
        expect(hashOf({ ...body, more: [body['more'] ?? null] })).not.toBe(hashOf(body));
      }),
    );
  });

  it('tells a field that is left out from one that is null, and a record from another', () => {
    expect(hashOf({ a: undefined })).toBe(hashOf({}));
    expect(hashOf({ a: null })).not.toBe(hashOf({}));
    expect(hashOf({}, 'c1')).not.toBe(hashOf({}, 'c2'));
    expect(hashOf({}, 'c1')).not.toBe(hashOf({}));
  });
});

describe('the command id of an idempotency key', () => {
  it('is the key itself where it is a UUID, in lower case, else one of the tenant’s own', () => {
    expect(commandIdOf('main', '01A2084D-812D-7D99-9E15-185D7F273983')).toBe('01a2084d-812d-7d99-9e15-185d7f273983');
    expect(commandIdOf('main', 'k-1')).not.toBe(commandIdOf('other', 'k-1'));
  });
});
