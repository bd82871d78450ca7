import type { JsonSchema } from '@touchstream/events';

/** What it is about, where that is said. */
const about = (description?: string) => (description === undefined ? {} : { description });
const typed =
  (schema: JsonSchema) =>
  (description?: string): JsonSchema => ({ ...schema, ...about(description) });

/**
 * The schemas of what is answered, in few words. Every property but the optional ones is always there (null where nothing
 * is known), and there are no others: the tests hold the answers to it.
 */
export const object = <P extends Readonly<Record<string, JsonSchema>>>(
  properties: P,
  { optional = [], description }: { readonly optional?: readonly (keyof P)[]; readonly description?: string } = {},
): JsonSchema => ({
  type: 'object',
  ...about(description),
  properties,
  required: Object.keys(properties).filter(name => !optional.includes(name)),
  additionalProperties: false,
});
export const list = (items: JsonSchema, description?: string): JsonSchema => ({
  type: 'array',
  ...about(description),
  items,
});
export const text = typed({ type: 'string' });
export const whole = typed({ type: 'integer' });
export const number = typed({ type: 'number' });
export const flag = typed({ type: 'boolean' });
export const instant = typed({ type: 'string', format: 'date-time' });
export const date = typed({ type: 'string', format: 'date' });
export const choice = (values: readonly string[], description?: string): JsonSchema =>
  typed({ type: 'string', enum: values })(description);
export const nullable = (schema: JsonSchema): JsonSchema => ({
  ...(schema['description'] === undefined ? {} : { description: schema['description'] }),
  anyOf: [schema, { type: 'null' }],
});
export const money = (description?: string): JsonSchema =>
  object(
    { amount: text('A decimal string with the decimals of the currency.'), currency: text('ISO 4217.') },
    about(description),
  );
