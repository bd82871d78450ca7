import type { JsonSchema } from '@touchstream/events';

/**
 * The schemas of what is answered, in few words. Every property but the optional ones is always there (null where nothing
 * is known), and there are no others: the tests hold the answers to it.
 */
export const object = <P extends Readonly<Record<string, JsonSchema>>>(
  properties: P,
  { optional = [], description }: { readonly optional?: readonly (keyof P)[]; readonly description?: string } = {},
): JsonSchema => ({
  type: 'object',
  ...(description === undefined ? {} : { description }),
  properties,
  required: Object.keys(properties).filter(name => !optional.includes(name)),
  additionalProperties: false,
});
export const list = (items: JsonSchema, description?: string): JsonSchema => ({
  type: 'array',
  ...(description === undefined ? {} : { description }),
  items,
});
export const text = (description?: string): JsonSchema => ({
  type: 'string',
  ...(description === undefined ? {} : { description }),
});
export const whole = (description?: string): JsonSchema => ({
  type: 'integer',
  ...(description === undefined ? {} : { description }),
});
export const number = (description?: string): JsonSchema => ({
  type: 'number',
  ...(description === undefined ? {} : { description }),
});
export const flag = (description?: string): JsonSchema => ({
  type: 'boolean',
  ...(description === undefined ? {} : { description }),
});
export const instant = (description?: string): JsonSchema => ({
  type: 'string',
  format: 'date-time',
  ...(description === undefined ? {} : { description }),
});
export const date = (description?: string): JsonSchema => ({
  type: 'string',
  format: 'date',
  ...(description === undefined ? {} : { description }),
});
export const choice = (values: readonly string[], description?: string): JsonSchema => ({
  type: 'string',
  enum: values,
  ...(description === undefined ? {} : { description }),
});
export const nullable = (schema: JsonSchema): JsonSchema => ({
  ...(schema['description'] === undefined ? {} : { description: schema['description'] }),
  anyOf: [schema, { type: 'null' }],
});
export const money = (description?: string): JsonSchema =>
  object(
    { amount: text('A decimal string with the decimals of the currency.'), currency: text('ISO 4217.') },
    description === undefined ? {} : { description },
  );
