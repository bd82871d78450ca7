import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { checks, contractOf, eventCatalogue, schemaOf, type JsonSchema } from '@touchstream/events';
import { asyncApiDocument } from './document.js';
import { publicSchema } from './public-schema.js';

interface Message {
  readonly headers: JsonSchema;
  readonly payload: JsonSchema;
  readonly examples: readonly { readonly headers: object; readonly payload: object }[];
}
interface Document {
  readonly channels: Readonly<Record<string, { readonly messages: Readonly<Record<string, { $ref: string }>> }>>;
  readonly operations: Readonly<Record<string, { readonly messages: readonly { $ref: string }[] }>>;
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
}

const SALES = 'crm.sales.v1';
const document = asyncApiDocument() as unknown as Document;
const granted = asyncApiDocument({ personalTopics: [SALES] }) as unknown as Document;
const publicTypes = [...eventCatalogue].filter(([, type]) => contractOf(type).context !== 'operations');

const withFormats = (ajv: Ajv): Ajv => (addFormats as unknown as (to: Ajv) => Ajv)(ajv);
const documents = new Map<object, Ajv>();

/** A validator of one schema of a document, whose references are found in it. */
function validatorOf(whole: object, ...path: readonly string[]) {
  const ajv = documents.get(whole) ?? withFormats(new Ajv({ strict: false })).addSchema({ $id: 'asyncapi', ...whole });
  documents.set(whole, ajv);
  return ajv.compile({ $ref: `asyncapi#/${path.join('/')}` });
}

/** Where the schema marks something as personal. */
const personalFields = (node: unknown): readonly string[] =>
  typeof node !== 'object' || node === null
    ? []
    : Object.entries(node).flatMap(([name, inner]) =>
        name === 'x-personal' ? [name] : personalFields(inner).map(path => `${name}/${path}`),
      );

describe('the AsyncAPI document', () => {
  it.each([
    ['without grants', document],
    ['with a topic that is granted personal fields', granted],
  ])('is valid by the official schema, %s', (_, one) => {
    const official = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json') as object;
    // It brings the schema of schemas along, which ajv would otherwise have twice.
    const validate = withFormats(new Ajv({ strict: false, allErrors: true, meta: false })).compile(official);
    expect([validate(one), validate.errors ?? []]).toEqual([true, []]);
  });

  it('has every public type once, in the channel of its context, and none that is internal', () => {
    const channelOf = Object.entries(document.channels).flatMap(([topic, { messages }]) =>
      Object.keys(messages).map(name => `${topic} ${name}`),
    );
    const expected = publicTypes.map(([type, contract]) => {
      const { context, version } = contractOf(contract);
      return `crm.${context}.v1 crm.${type}.v${version}`;
    });
    expect(publicTypes.length).toBeGreaterThan(100);
    expect(channelOf.sort()).toEqual(expected.sort());
    expect(Object.keys(document.components.messages)).toHaveLength(expected.length);
    expect(Object.keys(document.components.messages).filter(name => /claim|import/.test(name))).toEqual([]);
  });

  it('publishes in each channel the messages of that channel', () => {
    const published = Object.values(document.operations).flatMap(({ messages }) => messages.map(one => one.$ref));
    const inChannels = Object.entries(document.channels).flatMap(([topic, { messages }]) =>
      Object.keys(messages).map(name => `#/channels/${topic}/messages/${name}`),
    );
    expect(published.sort()).toEqual(inChannels.sort());
  });

  it.each([
    ['without grants', document],
    ['with grants', granted],
  ])(
    'shows each message with an example that it is valid for, %s',
    (_, one) => {
      for (const [name, { examples }] of Object.entries(one.components.messages)) {
        expect(examples).toHaveLength(1);
        for (const part of ['headers', 'payload'] as const) {
          const validate = validatorOf(one, 'components', 'messages', name, part);
          expect([name, validate(examples[0]![part]), validate.errors ?? []]).toEqual([name, true, []]);
        }
      }
    },
    60_000,
  );

  it('describes every header that the relay writes', () => {
    const { properties } = (asyncApiDocument()['components'] as { schemas: { Headers: { properties: object } } })
      .schemas.Headers;
    for (const { examples } of Object.values(document.components.messages))
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(examples[0]!.headers)));
  });

  it('tells the messages of one topic from each other by their type', () => {
    const validate = validatorOf(document, 'components', 'messages', 'crm.call.offered.v1', 'headers');
    const { headers } = document.components.messages['crm.call.answered.v1']!.examples[0]!;
    expect(validate(headers)).toBe(false);
  });

  it('has no personal field, unless the topic is granted them', () => {
    expect(personalFields(document)).toEqual([]);
    const isSales = (path: string) =>
      contractOf(eventCatalogue.get(/crm\.(.+)\.v\d/.exec(path)![1]!)!).context === 'sales';
    const paths = personalFields(granted);
    expect(paths).toContain('components/messages/crm.quote.accepted.v1/payload/properties/signedBy/x-personal');
    expect(paths.filter(path => !isSales(path))).toEqual([]);
    expect(document.components.messages['crm.quote.accepted.v1']!.payload).not.toHaveProperty('properties.signedBy');
    expect(document.components.messages['crm.quote.accepted.v1']!.examples[0]!.payload).not.toHaveProperty('signedBy');
  });

  it('lets a message have fields that were added after the document was read', () => {
    const validate = validatorOf(document, 'components', 'messages', 'crm.call.offered.v1', 'payload');
    const { payload } = document.components.messages['crm.call.offered.v1']!.examples[0]!;
    expect(validate({ ...payload, addedLater: 1 })).toBe(true);
    expect(validate({ ...payload, direction: 'sideways' })).toBe(false);
  });
});

describe('a schema for readers', () => {
  it.each(Object.values(checks).map(({ name, schema }) => [name, schema] as const))(
    'knows the format %s',
    (name, schema) => {
      expect(() => publicSchema(schema, false)).not.toThrow();
      expect(publicSchema({ type: 'array', items: schema }, false)).not.toHaveProperty('items.x-normalise');
      expect(['date', 'date-time', 'email', 'uuid', undefined]).toContain(publicSchema(schema, false)['format']);
      expect(name).toBe(schema['format']);
    },
  );

  it('refuses a format of which nobody said what it means to readers', () => {
    expect(() => publicSchema({ type: 'string', format: 'unheard-of' }, false)).toThrow('unheard-of');
  });

  it('keeps the mark on what is granted', () => {
    const marked = {
      type: 'object',
      properties: { price: { ...schemaOf(class {}), money: true, 'x-personal': true } },
    };
    expect(publicSchema(marked as never, true)).toMatchObject({ properties: { price: { 'x-personal': true } } });
    expect(publicSchema(marked as never, false)).toEqual({ type: 'object', properties: {} });
  });
});
