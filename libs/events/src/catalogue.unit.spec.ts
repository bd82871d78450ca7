import { describe, expect, it } from '@jest/globals';
import { eventCatalogue, eventsByAggregate } from './catalogue.js';
import { compileValidator, contractOf, schemaOf } from './contract/index.js';

const classes = Object.values(eventsByAggregate).flatMap(group => Object.values(group));

describe('the catalogue of events', () => {
  it.each(classes.map(one => [one.type, one] as const))('has a valid example of %s', (_, type) => {
    const validate = compileValidator(schemaOf(type));
    expect(validate(structuredClone(contractOf(type).example))).toEqual([]);
    expect(validate({ ...contractOf(type).example, unheardOf: 1 })).toEqual([
      { pointer: '/unheardOf', message: 'is not a known field' },
    ]);
  });

  it('names each class and each type once', () => {
    expect(new Set(classes.map(one => one.name)).size).toBe(classes.length);
    expect(eventCatalogue.size).toBe(classes.length);
  });
});
