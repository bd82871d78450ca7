import { describe, expect, it } from '@jest/globals';
import { calls } from '@touchstream/views';
import { has, resource, search, type Filter } from './resource.js';

const listed = (filters: Readonly<Record<string, Filter>>) => () =>
  resource({
    view: calls,
    tag: 'Calls',
    base: '/v1/calls',
    noun: 'call',
    response: {},
    present: call => call,
    revision: () => undefined,
    filters,
    orders: {},
  });

describe('a resource', () => {
  it.each(['order', 'limit', 'after', 'asOf', 'knownAt', 'q'])('has no filter named as a parameter is: %s', name => {
    expect(listed({ [name]: has('number', 'Only with this number.') })).toThrow(`filter ${name} of /v1/calls`);
  });

  it('is searched by q and nothing else', () => {
    expect(listed({ q: search })).not.toThrow();
    expect(listed({ text: search })).toThrow('filter text of /v1/calls');
  });
});
