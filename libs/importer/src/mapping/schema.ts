import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { describeErrors, type FieldError } from '@touchstream/events';
import { columnTypes, type Mapping } from './mapping.js';

/** Most commands a row may become: so many the record of an import takes. */
const MOST_COMMANDS = 50;
const MOST_FILES = 50;
const MOST_TABLES = 20;
/** So many files a mapping may name, its tables among them. */
export const MOST_PATHS = MOST_FILES + MOST_TABLES;

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const name = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:~-]{0,99}$' };
const plain = { type: ['string', 'number', 'boolean'] };
const texts = (maxItems: number) => ({ type: 'array', minItems: 1, maxItems, items: text(200) });
const oneOrMore = (maxItems: number) => ({ anyOf: [text(200), texts(maxItems)] });
const plainOrMore = { anyOf: [plain, { type: 'array', minItems: 1, maxItems: 1000, items: plain }] };
const named = (values: object, maxProperties: number) => ({
  minProperties: 1,
  maxProperties,
  propertyNames: { maxLength: 200, not: { const: '__proto__' } },
  additionalProperties: values,
});
const record = (values: object, maxProperties: number) => ({ type: 'object', ...named(values, maxProperties) });
const object = (properties: Readonly<Record<string, object>>, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const source = {
  path: text(500),
  encoding: text(40),
  comment: text(10),
};
const csv = {
  ...source,
  format: { const: 'csv' },
  delimiter: { type: 'string', minLength: 1, maxLength: 1 },
  quote: { type: 'string', minLength: 1, maxLength: 1 },
  header: texts(1000),
};
const fixed = {
  ...source,
  format: { const: 'fixed' },
  fields: record(
    object({ start: { type: 'integer', minimum: 1 }, width: { type: 'integer', minimum: 1 } }, ['start', 'width']),
    1000,
  ),
};
/** The same object with the keys of its file's format. */
const formatted = (properties: Readonly<Record<string, object>>, required: readonly string[]) => ({
  type: 'object',
  discriminator: { propertyName: 'format' },
  required: ['format'],
  oneOf: [
    object({ ...csv, ...properties }, ['path', 'format', ...required]),
    object({ ...fixed, ...properties }, ['path', 'format', 'fields', ...required]),
  ],
});

const column = {
  ...object({
    from: oneOrMore(10),
    trim: { type: 'boolean' },
    empty: texts(100),
    map: record(plain, 1000),
    lookup: { type: 'string', pattern: '^[^.]+\\..+$' },
    default: plain,
    required: { type: 'boolean' },
    pattern: text(200),
    type: { enum: columnTypes },
    format: oneOrMore(10),
    year: { type: 'integer', minimum: 1900, maximum: 2199 },
    timeZone: text(100),
    decimalMark: { enum: ['.', ','] },
    groupMark: { enum: ['.', ',', ' ', "'"] },
    shift: { type: 'integer', minimum: -12, maximum: 12 },
    pad: { type: 'integer', minimum: 1, maximum: 50 },
  }),
  type: ['object', 'null'],
};

const condition = {
  anyOf: [plainOrMore, object({ not: plainOrMore }, ['not']), object({ empty: { type: 'boolean' } }, ['empty'])],
};
const command = object(
  {
    command: text(100),
    key: text(500),
    id: text(500),
    step: text(500),
    once: { type: 'boolean' },
    when: record(condition, 50),
    needs: texts(50),
    fields: record({ $ref: '#/$defs/template' }, 100),
  },
  ['command'],
);
const commands = { type: 'array', maxItems: MOST_COMMANDS, items: command };

/** An object with `idOf` is a reference, and any other one an object of fields. */
const template = {
  type: ['string', 'number', 'boolean', 'array', 'object'],
  maxItems: 200,
  items: { $ref: '#/$defs/template' },
  if: { type: 'object', required: ['idOf'] },
  then: object({ idOf: text(100), key: text(500) }, ['idOf', 'key']),
  else: named({ $ref: '#/$defs/template' }, 100),
};

/** The JSON Schema of a mapping file. */
const mappingSchema = {
  ...object(
    {
      name: text(200),
      description: text(5000),
      source: name,
      tables: record(formatted({ key: text(200) }, ['key']), MOST_TABLES),
      files: {
        type: 'array',
        minItems: 1,
        maxItems: MOST_FILES,
        items: formatted(
          {
            name,
            kind: text(100),
            columns: record(column, 500),
            before: commands,
            commands: { ...commands, minItems: 1 },
          },
          ['name', 'columns', 'commands'],
        ),
      },
    },
    ['name', 'source', 'files'],
  ),
  $defs: { template },
};

let compiled: ValidateFunction<Mapping> | undefined;
const validator = () =>
  (compiled ??= new Ajv2020({ allErrors: true, discriminator: true, strict: false }).compile<Mapping>(mappingSchema));

/** In words for people: what ajv says of choices speaks of the schema. */
function inWords(error: ErrorObject): ErrorObject {
  if (error.keyword === 'anyOf') return { ...error, message: 'has none of the forms it may have' };
  if (error.keyword !== 'discriminator') return error;
  return { ...error, instancePath: `${error.instancePath}/format`, message: 'must be csv or fixed' };
}

/** Holds a parsed document against the schema. */
export function schemaErrors(document: unknown): readonly FieldError[] {
  const validate = validator();
  if (validate(document)) return [];
  // Of the branches of a choice, that none fits says enough; of one that is chosen, what is wrong in it.
  const errors = (validate.errors ?? []).filter(
    ({ schemaPath, keyword }) => !schemaPath.includes('/anyOf/') && keyword !== 'if',
  );
  return describeErrors(errors.map(inWords));
}
