import { describe, expect, it } from '@jest/globals';
import { eventCatalogue, eventsByAggregate } from '@touchstream/events';
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { views } from './catalogue.js';
import { example, foldEveryWay, happened, historyOf, timeOf } from './testing/index.js';

const SEED = 20260301;

const anEvent = record({
  type: constantFrom(...eventCatalogue.values()),
  customerId: constantFrom('c1', 'c2', undefined),
  occurredAt: integer({ min: 0, max: 100 }).map(timeOf),
}).map(({ type, customerId, occurredAt }) => happened(example(type), { customerId, occurredAt }));

describe('the views', () => {
  it.each(views.map(view => [view.name, view] as const))('%s folds whatever comes, in whatever order', (_, view) => {
    assert(
      property(array(anEvent, { maxLength: 25 }), given => {
        foldEveryWay(view, historyOf(given));
      }),
      { numRuns: 25, seed: SEED },
    );
  });

  it.each(views.map(view => [view.name, view] as const))('%s folds the example of every contract', (_, view) => {
    foldEveryWay(view, historyOf([...eventCatalogue.values()].map(type => example(type))));
  });

  it('have names of their own, and indexes too', () => {
    expect(new Set(views.map(view => view.name)).size).toBe(views.length);
    for (const { name, indexes } of views)
      expect({ name, indexes: new Set(indexes.map(index => index.name)).size }).toEqual({
        name,
        indexes: indexes.length,
      });
  });

  it('leave no event of any aggregate unlooked at, but those that none shows', () => {
    const looked = new Set(
      views.filter(view => view.name !== 'interaction-timeline').flatMap(view => Object.keys(view.on)),
    );
    const unlooked = Object.entries(eventsByAggregate)
      .flatMap(([aggregate, events]) => Object.values(events).map(({ type }) => ({ aggregate, type })))
      .filter(({ type }) => !looked.has(type));
    expect(new Set(unlooked.map(one => one.aggregate))).toEqual(new Set(['claim', 'portfolio', 'reaction']));
  });
});
