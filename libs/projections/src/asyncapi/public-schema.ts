import type { JsonSchema } from '@touchstream/events';

interface Node extends JsonSchema {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly format?: string;
  readonly money?: true;
  readonly 'x-personal'?: true;
}

/** What our own formats mean to a reader's validator, which knows only those of JSON Schema. */
const FORMATS: Readonly<Record<string, JsonSchema>> = {
  text: {},
  id: { pattern: '^[A-Za-z0-9][A-Za-z0-9._:~-]{0,99}$' },
  'date-time': { format: 'date-time' },
  date: { format: 'date' },
  country: { pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2 country code.' },
  currency: { pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency code.' },
  'time-zone': { minLength: 1, description: 'IANA time zone.' },
  language: { minLength: 2, maxLength: 35, description: 'BCP 47 language tag.' },
  sha256: { pattern: '^[0-9a-f]{64}$', description: 'SHA-256 in lower-case hexadecimal.' },
  email: { format: 'email' },
  e164: { pattern: '^\\+\\d{7,15}$', description: 'E.164 phone number.' },
  uuid: { format: 'uuid' },
  quantity: { exclusiveMinimum: 0, maximum: 1e9, description: 'At most three decimals.' },
  percent: { minimum: 0, maximum: 100, description: 'Percent, at most two decimals.' },
  share: { exclusiveMinimum: 0, maximum: 1, description: 'A part of one, at most four decimals.' },
};

/** An amount of money, as it stands in every public payload. */
export const MONEY = 'Money';
const moneyReference: JsonSchema = { $ref: `#/components/schemas/${MONEY}` };

/** Keywords that say something to our validator or relay only. */
const OURS = new Set(['x-normalise', 'money', 'additionalProperties']);

function formatOf({ format, type }: Node): JsonSchema {
  if (format === undefined) return {};
  const known = FORMATS[format];
  if (known === undefined) throw new RangeError(`no reader knows the format ${format} of a ${String(type)}`);
  return known;
}

function withFields(node: Node, properties: Readonly<Record<string, Node>>, withPersonal: boolean): JsonSchema {
  const isPublic = (name: string) => withPersonal || properties[name]?.['x-personal'] !== true;
  const names = Object.keys(properties).filter(isPublic);
  const required = (node.required ?? []).filter(isPublic);
  return {
    type: 'object',
    properties: Object.fromEntries(names.map(name => [name, publicSchema(properties[name]!, withPersonal)])),
    ...(required.length > 0 && { required }),
  };
}

/**
 * The JSON Schema of what `publicPart` lets out of a payload with this schema. Fields that it does not name are allowed: one
 * may be added within a version, and a reader must skip what it does not know.
 */
export function publicSchema(node: Node, withPersonal: boolean): JsonSchema {
  if (node.money === true)
    return node['x-personal'] === true ? { allOf: [moneyReference], 'x-personal': true } : moneyReference;
  if (node.properties !== undefined) return withFields(node, node.properties, withPersonal);
  const { format: _, ...plain } = node;
  const kept = Object.entries(plain).filter(([keyword]) => !OURS.has(keyword));
  return {
    ...Object.fromEntries(kept.map(([keyword, value]) => [keyword, publicValue(value, withPersonal)])),
    ...formatOf(node),
  };
}

function publicValue(value: unknown, withPersonal: boolean): unknown {
  if (Array.isArray(value)) return value.map(one => publicValue(one, withPersonal));
  return typeof value === 'object' && value !== null ? publicSchema(value as Node, withPersonal) : value;
}
