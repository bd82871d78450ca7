import { describe, expect, it } from '@jest/globals';
import { eventCatalogue, eventsByAggregate } from './catalogue.js';
import { compileValidator, contractOf, schemaOf, type JsonSchema } from './contract/index.js';

const classes = Object.values(eventsByAggregate).flatMap(group => Object.values(group));

/** Texts so long are written freely: notes, reasons, descriptions. Shorter ones are names, labels and codes. */
const FREE_TEXT = 500;

/** Where the free texts stand that no mark keeps out of public events. */
function publicTexts(node: JsonSchema, path: string): readonly string[] {
  const {
    properties = {},
    items,
    ...schema
  } = node as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly items?: JsonSchema;
  } & JsonSchema;
  if (schema['x-personal'] === true) return [];
  const inner = Object.entries(properties).flatMap(([name, one]) => publicTexts(one, `${path}/${name}`));
  if (items !== undefined) return publicTexts(items, path);
  return schema['format'] === 'text' && Number(schema['maxLength']) >= FREE_TEXT ? [path] : inner;
}

describe('the catalogue of events', () => {
  it.each(classes.map(one => [one.type, one] as const))('has a valid example of %s', (_, type) => {
    const validate = compileValidator(schemaOf(type));
    expect(validate(structuredClone(contractOf(type).example))).toEqual([]);
    expect(validate({ ...contractOf(type).example, unheardOf: 1 })).toEqual([
      { pointer: '/unheardOf', message: 'is not a known field' },
    ]);
  });

  it('marks the free text that people write as personal', () => {
    const found = classes.flatMap(one => publicTexts(schemaOf(one), one.type));
    // The program says what is wrong with a row, and never the value.
    expect(found).toEqual(['import.row-rejected/errors/reason']);
  });

  it('names each class and each type once', () => {
    expect(new Set(classes.map(one => one.name)).size).toBe(classes.length);
    expect(eventCatalogue.size).toBe(classes.length);
  });
});
