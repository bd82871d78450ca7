import {
  Ajv2020,
  type ErrorObject,
  type FuncKeywordDefinition,
  type Options,
  type ValidateFunction,
} from 'ajv/dist/2020.js';
import { boundErrors, MOST_ERRORS } from './bounded.js';
import { checksByName } from './checks.js';
import { formatMessage, joinFormats } from './formats.js';
import { isAmount } from './money.js';
import type { JsonSchema } from './schema.js';

/** One thing that is wrong with an input: where (a JSON pointer), and what. */
export interface FieldError {
  readonly pointer: string;
  readonly message: string;
}

/** In UTC with milliseconds, unless it is so already. */
const CANONICAL_INSTANT = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d\.\d{3}Z$/;

/** Of values that are not valid they make anything: these are refused whole. */
const CANONICAL: Readonly<Record<string, (value: string) => string>> = {
  text: value => value.normalize('NFC'),
  instant: value => {
    if (CANONICAL_INSTANT.test(value)) return value;
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? value : date.toISOString();
  },
  email: value => value.replace(/@.*$/u, domain => domain.toLowerCase()),
};

const money: FuncKeywordDefinition = {
  keyword: 'money',
  type: 'object',
  error: {
    message: 'amount must have no more decimals than the currency has, and at most 9,007,199,254,740,991 minor units',
  },
  compile: () => value => {
    const { amount, currency } = value as { amount?: unknown; currency?: unknown };
    return typeof amount !== 'string' || typeof currency !== 'string' || isAmount(amount, currency);
  },
};

/** Brings a valid value to its canonical form in place; runs after the other keywords of its schema. */
const normalise: FuncKeywordDefinition = {
  keyword: 'x-normalise',
  type: 'string',
  modifying: true,
  errors: false,
  compile: (form: string) => {
    const canonical = CANONICAL[form]!;
    return (value, context) => {
      const holder = context?.parentData as Record<string | number, unknown> | undefined;
      if (holder !== undefined) holder[context!.parentDataProperty] = canonical(value as string);
      return true;
    };
  },
};

/** An ajv that knows the contracts' formats and keywords; the HTTP servers compile their routes with one. */
export function contractAjv(options: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    coerceTypes: false,
    useDefaults: false,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    ...options,
  });
  for (const one of checksByName.values()) {
    if (one.schema['type'] === 'number')
      ajv.addFormat(one.name, { type: 'number', validate: value => one.test(value) });
    else ajv.addFormat(one.name, { type: 'string', validate: value => one.test(value) });
  }
  boundErrors(ajv);
  ajv.addKeyword(money);
  ajv.addKeyword(normalise);
  ajv.addKeyword('x-personal');
  ajv.addKeyword({ keyword: 'example', metaSchema: {} });
  return ajv;
}

/** What is wrong, in words that name the field. Never the value: it may be personal. */
export function describeErrors(errors: readonly ErrorObject[] | null | undefined): FieldError[] {
  return joinFormats((errors ?? []).slice(0, MOST_ERRORS)).map(error => {
    if (error.keyword === 'required')
      return { pointer: `${error.instancePath}/${String(error.params['missingProperty'])}`, message: 'is required' };
    if (error.keyword === 'additionalProperties')
      return {
        pointer: `${error.instancePath}/${pointerPart(error.params['additionalProperty'])}`,
        message: 'is not a known field',
      };
    if (error.keyword === 'enum')
      return {
        pointer: error.instancePath,
        message: `must be one of ${(error.params['allowedValues'] as unknown[]).join(', ')}`,
      };
    if (error.keyword === 'format') return { pointer: error.instancePath, message: formatMessage(error) };
    return { pointer: error.instancePath, message: error.message ?? 'is not valid' };
  });
}

const pointerPart = (name: unknown) =>
  String(name).toWellFormed().slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');

/** Checks a value against a schema and brings its texts, instants and addresses to canonical form in place. */
export type Validator = (value: unknown) => readonly FieldError[];

export function compileValidator(schema: JsonSchema, ajv: Ajv2020 = contractAjv()): Validator {
  const validate: ValidateFunction = ajv.compile(schema);
  return value => (validate(value) ? [] : describeErrors(validate.errors));
}
