import { schemaOf, type JsonSchema } from '@touchstream/events';
import type { CommandClass } from '@touchstream/domain';
import type { Template } from '../mapping/mapping.js';
import { isReference } from './template.js';

/** What does not fit a command's contract, and where in the mapping's fields. */
export interface ContractFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const propertiesOf = (schema: JsonSchema) => schema['properties'] as Readonly<Record<string, JsonSchema>> | undefined;

function* objectFaults(
  template: Readonly<Record<string, Template>>,
  schema: JsonSchema,
  path: readonly (string | number)[],
): Generator<ContractFault> {
  const properties = propertiesOf(schema);
  if (properties === undefined) return;
  for (const [field, one] of Object.entries(template)) {
    if (Object.hasOwn(properties, field)) yield* faults(one, properties[field]!, [...path, field]);
    else
      yield {
        path: [...path, field],
        message: `is not a field; there are ${Object.keys(properties).toSorted().join(', ')}`,
      };
  }
  for (const field of (schema['required'] as readonly string[] | undefined) ?? [])
    if (!Object.hasOwn(template, field)) yield { path, message: `lacks the field ${field}` };
}

function* faults(template: Template, schema: JsonSchema, path: readonly (string | number)[]): Generator<ContractFault> {
  if (typeof template !== 'object') return;
  const items = schema['items'] as JsonSchema | undefined;
  if (Array.isArray(template)) {
    if (items === undefined) yield { path, message: 'is not a list' };
    else
      for (const [at, item] of (template as readonly Template[]).entries()) yield* faults(item, items, [...path, at]);
  } else if (isReference(template)) {
    if (propertiesOf(schema) !== undefined || items !== undefined) yield { path, message: 'is not an identifier' };
  } else if (schema['type'] === 'object') {
    yield* objectFaults(template as Readonly<Record<string, Template>>, schema, path);
  } else yield { path, message: 'is not an object' };
}

/** Holds the fields of a mapped command against the command's contract: unknown ones, missing ones, wrong shapes. */
export const contractFaults = (type: CommandClass, fields: Readonly<Record<string, Template>>): ContractFault[] => [
  ...faults(fields, schemaOf(type), []),
];
