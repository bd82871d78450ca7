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
  const parts = new Map(
    Object.entries(properties)
      .filter(([, node]) => withPersonal || node['x-personal'] !== true)
      .map(([name, node]) => [name, publicPart(node, withPersonal)]),
  );
  return value => {
    if (!isObject(value)) return undefined;
    const names = Object.keys(value);
    if (names.every(name => parts.get(name)?.(value[name]) === value[name])) return value;
    const left: Record<string, unknown> = {};
    for (const name of names) {
      const part = parts.get(name)?.(value[name]);
      if (part !== undefined) left[name] = part;
    }
    return left;
  };
}

function partOfList(part: PublicPart): PublicPart {
  return value => {
    if (!Array.isArray(value)) return undefined;
    const left = value.map(part);
    return left.every((one, at) => one === value[at]) ? value : left;
  };
}

/**
 * What of a payload may leave: the fields that its contract declares, at every depth, without those marked personal unless they
 * are granted; the value itself where that is all of it. A field that the contract does not declare stays inside: nobody has said that it is not personal.
 */
export function publicPart(schema: JsonSchema, withPersonal: boolean): PublicPart {
  const { properties, items } = schema as Node;
  if (properties !== undefined) return partOfObject(properties, withPersonal);
  if (items === undefined) return value => value;
  return partOfList(publicPart(items, withPersonal));
}
