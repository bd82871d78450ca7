import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { eventCatalogue } from '../catalogue.js';
import { schemaOf, type JsonSchema } from '../contract/index.js';
import { rules, type RuleName } from './rules.js';
import { schemaChanges } from './schema-changes.js';

const published = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'id' },
    kind: { type: 'string', enum: ['business', 'person'] },
    name: { type: 'string', minLength: 1, maxLength: 200, 'x-personal': true },
    note: { type: 'string' },
    parts: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        properties: { qty: { type: 'integer', minimum: 0, maximum: 10 } },
        required: ['qty'],
        additionalProperties: false,
      },
    },
  },
  required: ['id', 'kind', 'name', 'parts'],
  additionalProperties: false,
};

type Node = Record<string, unknown>;
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** The published schema with other values at some paths; `undefined` takes away what is there. */
function changed(edits: Readonly<Record<string, unknown>>): JsonSchema {
  const schema = copy<Node>(published);
  for (const [path, value] of Object.entries(edits)) {
    const names = path.split('/');
    const last = names.pop()!;
    const holder = names.reduce((node, name) => node[name] as Node, schema);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return schema;
}

const QTY = 'properties/parts/items/properties/qty';
const cases: readonly (readonly [RuleName, string, Readonly<Record<string, unknown>>])[] = [
  ['field-added', '/colour', { 'properties/colour': { type: 'string' } }],
  ['field-added', '/parts/-/colour', { 'properties/parts/items/properties/colour': { type: 'string' } }],
  ['field-removed', '/note', { 'properties/note': undefined }],
  ['field-removed', '/parts/-/qty', { [QTY]: undefined }],
  [
    'required-field-added',
    '/colour',
    { 'properties/colour': { type: 'string' }, required: [...published.required, 'colour'] },
  ],
  ['field-made-required', '/note', { required: [...published.required, 'note'] }],
  ['field-made-optional', '/kind', { required: ['id', 'name', 'parts'] }],
  ['personal-mark-added', '/note', { 'properties/note/x-personal': true }],
  ['personal-mark-removed', '/name', { 'properties/name/x-personal': undefined }],
  ['type-changed', '/note', { 'properties/note/type': ['string', 'null'] }],
  ['type-changed', '/parts/-/qty', { [`${QTY}/type`]: 'number' }],
  ['value-removed', '/kind', { 'properties/kind/enum': ['business'] }],
  ['value-added', '/kind', { 'properties/kind/enum': ['business', 'person', 'household'] }],
  ['limit-narrowed', '/name', { 'properties/name/maxLength': 100 }],
  ['limit-narrowed', '/name', { 'properties/name/minLength': 2 }],
  ['limit-narrowed', '/note', { 'properties/note/maxLength': 100 }],
  ['limit-narrowed', '/parts/-/qty', { [`${QTY}/minimum`]: 1 }],
  ['limit-widened', '/name', { 'properties/name/maxLength': 300 }],
  ['limit-widened', '/name', { 'properties/name/maxLength': undefined }],
  ['limit-widened', '/name', { 'properties/name/minLength': undefined }],
  ['limit-widened', '/parts', { 'properties/parts/minItems': 0 }],
  ['constraint-changed', '/id', { 'properties/id/format': 'uuid' }],
  ['constraint-changed', '/note', { 'properties/note/pattern': '^a' }],
  ['constraint-changed', '/note', { 'properties/note/enum': ['a'] }],
  ['constraint-changed', '/parts/-', { 'properties/parts/items': undefined }],
  ['constraint-changed', '', { additionalProperties: undefined }],
];

describe('a change of a schema', () => {
  it.each(cases)('%s at %s', (rule, pointer, edits) => {
    const found = schemaChanges(published, changed(edits));
    expect(found.map(one => [one.rule, one.pointer])).toEqual([[rule, pointer]]);
  });

  it('is found at each of several fields', () => {
    const present = changed({
      'properties/title': published.properties.note,
      'properties/note': undefined,
      'properties/kind/enum': ['person', 'household'],
    });
    expect(schemaChanges(published, present).map(one => `${one.pointer} ${one.rule} ${one.detail ?? ''}`)).toEqual([
      '/kind value-removed business',
      '/kind value-added household',
      '/note field-removed ',
      '/title field-added ',
    ]);
  });

  it('is none where only words or the order of things changed', () => {
    const present = changed({
      description: 'A customer',
      properties: Object.fromEntries(Object.entries(published.properties).toReversed()),
      'properties/note/description': 'What was said',
      'properties/kind/enum': published.properties.kind.enum.toReversed(),
      required: published.required.toReversed(),
    });
    expect(schemaChanges(published, present)).toEqual([]);
  });

  it('finds the field where a field of any contract is changed, and nothing in a contract that is not', () => {
    const schemas = [...eventCatalogue.values()].map(schemaOf);
    fc.assert(
      fc.property(fc.constantFrom(...schemas), fc.nat(), (schema, at) => {
        expect(schemaChanges(schema, copy(schema))).toEqual([]);
        const fields = Object.keys(schema['properties'] as object);
        const field = fields[at % fields.length]!;
        const { [field]: _, ...others } = schema['properties'] as Record<string, JsonSchema>;
        expect(schemaChanges(schema, { ...schema, properties: others })).toEqual([
          { pointer: `/${field}`, rule: 'field-removed' },
        ]);
        const [opposite] = schemaChanges({ ...schema, properties: others }, schema);
        expect(opposite).toMatchObject({ pointer: `/${field}` });
      }),
    );
  });

  it('may be one that adds, and no other', () => {
    const accepted = Object.entries(rules).filter(([, rule]) => rule.remedy === 'accept');
    expect(accepted.map(([name]) => name)).toEqual(['type-added', 'version-added', 'field-added', 'sample-added']);
  });
});
