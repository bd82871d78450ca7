import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../contract/index.js';
import type { RuleName } from './rules.js';

/** A difference between two forms of a schema: at which field (a JSON pointer, `-` for the items of a list), and what. */
export interface SchemaChange {
  readonly pointer: string;
  readonly rule: RuleName;
  readonly detail?: string;
}

type Fields = Readonly<Record<string, JsonSchema>>;

/** Keywords that no value is valid or invalid by. */
const ANNOTATIONS = new Set(['title', 'description', 'example', 'examples', '$comment', 'deprecated']);
/** Keywords whose differences are found field by field. */
const STRUCTURE = new Set(['properties', 'required', 'items']);
/** 1 where a greater value lets more in, -1 where it lets less in. */
const LIMITS: Readonly<Record<string, 1 | -1>> = {
  maximum: 1,
  exclusiveMaximum: 1,
  maxLength: 1,
  maxItems: 1,
  maxProperties: 1,
  minimum: -1,
  exclusiveMinimum: -1,
  minLength: -1,
  minItems: -1,
  minProperties: -1,
};

const isSchema = (node: unknown): node is JsonSchema =>
  typeof node === 'object' && node !== null && !Array.isArray(node);
const fieldsOf = (schema: JsonSchema) => (schema['properties'] ?? {}) as Fields;
const requiredOf = (schema: JsonSchema) => new Set((schema['required'] ?? []) as readonly string[]);

/** What changed from the published form of a schema to the present one. */
export function schemaChanges(published: JsonSchema, present: JsonSchema, pointer = ''): readonly SchemaChange[] {
  return [
    ...keywordChanges(published, present, pointer),
    ...fieldChanges(published, present, pointer),
    ...itemChanges(published['items'], present['items'], `${pointer}/-`),
  ];
}

function itemChanges(published: unknown, present: unknown, pointer: string): readonly SchemaChange[] {
  if (isSchema(published) && isSchema(present)) return schemaChanges(published, present, pointer);
  return isDeepStrictEqual(published, present) ? [] : [{ pointer, rule: 'constraint-changed', detail: 'items' }];
}

function fieldChanges(published: JsonSchema, present: JsonSchema, pointer: string): readonly SchemaChange[] {
  const [before, now] = [fieldsOf(published), fieldsOf(present)];
  const [requiredBefore, requiredNow] = [requiredOf(published), requiredOf(present)];
  const removedOrKept = Object.keys(before).flatMap((name): readonly SchemaChange[] => {
    const at = `${pointer}/${name}`;
    if (!Object.hasOwn(now, name)) return [{ pointer: at, rule: 'field-removed' }];
    return [
      ...requirementChanges(requiredBefore.has(name), requiredNow.has(name), at),
      ...schemaChanges(before[name]!, now[name]!, at),
    ];
  });
  const added = Object.keys(now)
    .filter(name => !Object.hasOwn(before, name))
    .map((name): SchemaChange => ({
      pointer: `${pointer}/${name}`,
      rule: requiredNow.has(name) ? 'required-field-added' : 'field-added',
    }));
  return [...removedOrKept, ...added];
}

function requirementChanges(before: boolean, now: boolean, pointer: string): readonly SchemaChange[] {
  if (before === now) return [];
  return [{ pointer, rule: now ? 'field-made-required' : 'field-made-optional' }];
}

function keywordChanges(published: JsonSchema, present: JsonSchema, pointer: string): readonly SchemaChange[] {
  const keywords = new Set([...Object.keys(published), ...Object.keys(present)]);
  return [...keywords]
    .filter(one => !ANNOTATIONS.has(one) && !STRUCTURE.has(one))
    .filter(one => !isDeepStrictEqual(published[one], present[one]))
    .flatMap(one => keywordChange(one, published[one], present[one]).map(change => ({ pointer, ...change })));
}

type KeywordChange = Omit<SchemaChange, 'pointer'>;

function keywordChange(keyword: string, before: unknown, now: unknown): readonly KeywordChange[] {
  if (keyword === 'x-personal') return [{ rule: now === true ? 'personal-mark-added' : 'personal-mark-removed' }];
  if (keyword === 'type') return [{ rule: 'type-changed', detail: `${String(before)} to ${String(now)}` }];
  if (keyword === 'enum' && Array.isArray(before) && Array.isArray(now)) return valueChanges(before, now);
  if (!Object.hasOwn(LIMITS, keyword)) return [{ rule: 'constraint-changed', detail: keyword }];
  return [limitChange(keyword, before as Limit, now as Limit)];
}

type Limit = number | undefined;

function limitChange(keyword: string, before: Limit, now: Limit): KeywordChange {
  const direction = LIMITS[keyword]!;
  const without = direction * Number.POSITIVE_INFINITY;
  const widened = direction * ((now ?? without) - (before ?? without)) > 0;
  const detail = `${keyword} ${before ?? 'none'} to ${now ?? 'none'}`;
  return { rule: widened ? 'limit-widened' : 'limit-narrowed', detail };
}

/** The order of listed values means nothing. */
function valueChanges(before: readonly unknown[], now: readonly unknown[]): readonly KeywordChange[] {
  const missing = before.filter(value => !now.includes(value));
  const extra = now.filter(value => !before.includes(value));
  return [
    ...missing.map(value => ({ rule: 'value-removed' as const, detail: String(value) })),
    ...extra.map(value => ({ rule: 'value-added' as const, detail: String(value) })),
  ];
}
