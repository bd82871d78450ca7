import { maxLength, ValidateBy } from 'class-validator';
import { checks } from './checks.js';
import { Id, Personal } from './fields.js';

/** A field's value as JSON; `null` where the field is not set. */
export type FieldData =
  string | number | boolean | null | readonly FieldData[] | { readonly [name: string]: FieldData };

const MOST_CHARACTERS = 10_000;
const MOST_ENTRIES = 200;
/** Lists of objects with money in them are the deepest that any contract has. */
const DEEPEST = 3;

function isFieldData(value: unknown, depth = DEEPEST): boolean {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return maxLength(value, MOST_CHARACTERS) && checks.text.test(value);
  if (typeof value !== 'object' || depth === 0) return false;
  const entries = Object.values(value);
  return entries.length <= MOST_ENTRIES && entries.every(one => isFieldData(one, depth - 1));
}

function fieldDataSchemaOf(depth: number): Record<string, unknown> {
  const scalars = [
    { type: 'string', maxLength: MOST_CHARACTERS, format: checks.text.name },
    { type: ['number', 'boolean', 'null'] },
  ];
  if (depth === 0) return { anyOf: scalars };
  const inner = fieldDataSchemaOf(depth - 1);
  return {
    anyOf: [
      ...scalars,
      { type: 'array', maxItems: MOST_ENTRIES, items: inner },
      { type: 'object', maxProperties: MOST_ENTRIES, additionalProperties: inner },
    ],
  };
}

export const fieldDataSchema = fieldDataSchemaOf(DEEPEST);

/** The value of some field, as {@link FieldData}: at most three levels deep. */
export const FieldValue = (): PropertyDecorator =>
  ValidateBy({
    name: 'field-value',
    validator: { validate: (value: unknown) => isFieldData(value), defaultMessage: () => '$property must be a value' },
  });

/** A field that got another value. What stood and what stands there may be personal. */
export class Change {
  @Id() field!: string;
  @Personal() @FieldValue() old!: FieldData;
  @Personal() @FieldValue() new!: FieldData;
}
