import { _, type Ajv2020, type CodeKeywordDefinition, type KeywordCxt } from 'ajv/dist/2020.js';
import { Type } from 'ajv/dist/compile/util.js';

/** So many errors of one input are told; a longer list helps nobody. */
export const MOST_ERRORS = 50;

/** Leaves the loop once what it has gone through so far has given as many errors as are told. ajv counts them as `errors`. */
const breakAtMost = ({ gen, errsCount }: KeywordCxt) =>
  gen.if(_`errors - ${errsCount!} >= ${MOST_ERRORS}`, () => gen.break());

const items: CodeKeywordDefinition = {
  keyword: 'items',
  type: 'array',
  schemaType: ['object', 'boolean'],
  before: 'uniqueItems',
  trackErrors: true,
  code(cxt) {
    const { gen, data, schema, parentSchema } = cxt;
    if (schema === true) return;
    const { maxItems = Infinity } = parentSchema as { maxItems?: number };
    const length = gen.const('len', _`${data}.length > ${maxItems} ? 0 : ${data}.length`);
    gen.forRange('i', 0, length, at => {
      cxt.subschema({ keyword: 'items', dataProp: at, dataPropType: Type.Num }, gen.name('valid'));
      breakAtMost(cxt);
    });
  },
};

const additionalProperties: CodeKeywordDefinition = {
  keyword: 'additionalProperties',
  type: 'object',
  schemaType: ['boolean', 'object'],
  trackErrors: true,
  error: {
    message: 'must NOT have additional properties',
    params: ({ params }) => _`{additionalProperty: ${params['additionalProperty']}}`,
  },
  code(cxt) {
    const { gen, data, schema, parentSchema } = cxt;
    if (schema === true) return;
    const { properties = {}, patternProperties } = parentSchema as Record<string, object>;
    if (patternProperties !== undefined)
      throw new Error('patternProperties beside additionalProperties: not known here');
    const known = gen.scopeValue('obj', { ref: new Set(Object.keys(properties)) });
    gen.forIn('key', data, key =>
      gen.if(_`!${known}.has(${key})`, () => {
        if (schema === false) {
          cxt.setParams({ additionalProperty: key });
          cxt.error();
        } else
          cxt.subschema({ keyword: 'additionalProperties', dataProp: key, dataPropType: Type.Str }, gen.name('valid'));
        breakAtMost(cxt);
      }),
    );
  },
};

/**
 * Has ajv, which is to find all errors and so goes on after one, stop where there are enough: it looks at no items of
 * a list that is too long, and leaves any list or object that has given as many errors as are told.
 */
export function boundErrors(ajv: Ajv2020): void {
  for (const one of [items, additionalProperties]) {
    ajv.removeKeyword(one.keyword as string);
    ajv.addKeyword(one);
  }
}
