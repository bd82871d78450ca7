import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { fieldDataSchema } from './change.js';
import { checksByName } from './checks.js';
import { amountSchema } from './money.js';

export type JsonSchema = Readonly<Record<string, unknown>>;
export type ContractClass = abstract new (...args: never[]) => object;

const REFERENCE = '#/components/schemas/';
const converters = {
  ...Object.fromEntries([...checksByName].map(([name, one]) => [name, () => ({ ...one.schema })])),
  // The library's own say `type: number`, which would undo an `integer`.
  min: (rule: { constraints?: unknown[] }) => ({ minimum: rule.constraints?.[0] }),
  max: (rule: { constraints?: unknown[] }) => ({ maximum: rule.constraints?.[0] }),
  amount: () => ({ ...amountSchema }),
  'field-value': () => ({ ...fieldDataSchema }),
};

let declared: Readonly<Record<string, JsonSchema>> | undefined;

/** Every class that has been declared so far, by name; derived once, when the first schema is asked for. */
const definitions = () =>
  (declared ??= validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage as never,
    additionalConverters: converters as never,
    refPointerPrefix: REFERENCE,
  }) as Record<string, JsonSchema>);

function inline(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(inline);
  if (typeof node !== 'object' || node === null) return node;
  const { $ref: reference, ...beside } = node as { $ref?: string };
  // What stands beside a reference is said of this field alone, as that it is personal.
  if (reference?.startsWith(REFERENCE)) return { ...schemaNamed(reference.slice(REFERENCE.length)), ...beside };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inline(value)]));
}

const schemaNamed = (name: string): JsonSchema => ({
  type: 'object',
  properties: {},
  ...(inline(definitions()[name] ?? {}) as JsonSchema),
  additionalProperties: false,
});

/** Classes without a field of their own are in no metadata: their fields are those of their parent. */
function declaredName(type: ContractClass): string {
  const parent = Object.getPrototypeOf(type) as ContractClass;
  return type.name in definitions() || typeof parent.name !== 'string' || parent.name === ''
    ? type.name
    : declaredName(parent);
}

/**
 * The JSON Schema (2020-12 vocabulary) of a contract class, derived from its class-validator metadata: nested classes
 * inlined, unknown fields refused. Class names must be unique among contracts. Call it only when every contract class
 * has been loaded.
 */
export const schemaOf = (type: ContractClass): JsonSchema => schemaNamed(declaredName(type));
