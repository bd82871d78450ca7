import type { JsonSchema } from '@touchstream/events';

/** Takes out of a value what may be published of it. */
export type PublicPart = (value: unknown) => unknown;

interface Node extends JsonSchema {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly 'x-personal'?: boolean;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function partOfObject(properties: Readonly<Record<string, Node>>, withPersonal: boolean): PublicPart {
  const fields = Object.entries(properties)
    .filter(([, node]) => withPersonal || node['x-personal'] !== true)
    .map(([name, node]) => [name, publicPart(node, withPersonal)] as const);
  return value =>
    isObject(value)
      ? Object.fromEntries(
          fields.flatMap(([name, part]) => (Object.hasOwn(value, name) ? [[name, part(value[name])]] : [])),
        )
      : undefined;
}

/**
 * What of a payload may leave: the fields that its contract declares, at every depth, without those marked personal unless they
 * are granted. A field that the contract does not declare stays inside: nobody has said that it is not personal.
 */
export function publicPart(schema: JsonSchema, withPersonal: boolean): PublicPart {
  const { properties, items } = schema as Node;
  if (properties !== undefined) return partOfObject(properties, withPersonal);
  if (items === undefined) return value => value;
  const part = publicPart(items, withPersonal);
  return value => (Array.isArray(value) ? value.map(part) : undefined);
}
