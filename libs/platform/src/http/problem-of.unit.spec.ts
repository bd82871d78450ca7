import { describe, expect, it } from '@jest/globals';
import { EventBusUnavailable } from '@touchstream/event-bus';
import { EventStoreUnavailable } from '@touchstream/event-store';
import { ViewStoreUnavailable } from '@touchstream/view-store';
import { problemOf } from './problem-of.js';

const classes = [EventStoreUnavailable, ViewStoreUnavailable, EventBusUnavailable];

describe.each(classes)('what callers are told of what is away: %p', Unavailable => {
  it.each([
    ['file-held', 1],
    ['disk-full', 30],
    ['disk-failed', 30],
  ] as const)('says %s, and when to come again', (trouble, retryAfter) => {
    const { kind, detail, more } = problemOf(new Unavailable('/data/events.db: SQLITE', { trouble }));
    expect({ kind, more }).toEqual({ kind: 'unavailable', more: { code: trouble, retryAfter } });
    expect(detail).not.toMatch(/data|SQLITE/);
  });

  it('says no more than that it is away where nothing else is known', () => {
    const { kind, more } = problemOf(new Unavailable('KurrentDB: no answer'));
    expect({ kind, more }).toEqual({ kind: 'unavailable', more: { retryAfter: 1 } });
  });
});

describe('what callers are told of what a library refuses', () => {
  it.each([
    [400, 'malformed-request'],
    [403, 'route-not-found'],
    [404, 'route-not-found'],
    [412, 'malformed-request'],
    [413, 'payload-too-large'],
    [415, 'unsupported-media-type'],
    [416, 'malformed-request'],
    [429, 'malformed-request'],
    [500, 'internal-error'],
    [502, 'internal-error'],
  ])('with the status %i is %s', (statusCode, kind) => {
    expect(problemOf(Object.assign(new Error('text'), { statusCode })).kind).toBe(kind);
    expect(problemOf(Object.assign(new Error('text'), { getStatus: () => statusCode })).kind).toBe(kind);
  });
});
