import { describe, expect, it } from '@jest/globals';
import { compileValidator, eventsByAggregate, schemaOf } from '@touchstream/events';
import { aggregates } from './catalogue.js';
import { commandContractOf } from './decider/index.js';

const all = Object.values(aggregates);
const commands = all.flatMap(({ commands: of }) => Object.entries(of));

describe('the catalogue of aggregates', () => {
  it.each(commands)('has a valid example of %s', (name, type) => {
    expect(type.name).toBe(name);
    const validate = compileValidator(schemaOf(type));
    expect(validate(structuredClone(commandContractOf(type).example))).toEqual([]);
  });

  it('names each class once, commands and events together', () => {
    const events = Object.values(eventsByAggregate).flatMap(group => Object.keys(group));
    const names = [...events, ...commands.map(([name]) => name)];
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('names each aggregate once', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });
});
