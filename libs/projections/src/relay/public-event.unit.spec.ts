import { describe, expect, it } from '@jest/globals';
import { contractOf, eventCatalogue, eventsByAggregate, schemaOf, type EventEnvelope } from '@touchstream/events';
import { testMetadata } from '../testing/index.js';
import { isInternal, PublicEvents, publicTopics, publicType, topicOf } from './public-event.js';
import { publicPart } from './public-fields.js';

const contact = (over: Partial<EventEnvelope> = {}): EventEnvelope =>
  ({
    ...testMetadata({ customerId: 'c1', causationId: 'cause' }),
    id: '0197f000-0000-7000-8000-00000000000a',
    type: 'contact.registered',
    stream: 'contact-k1',
    revision: 0,
    position: 17n,
    recordedAt: '2026-03-01T10:00:01.000Z',
    data: { contactId: 'k1', customerIds: ['c1'], name: '王小明', jobTitle: 'Buyer', unheardOf: 'secret' },
    ...over,
  }) as EventEnvelope;
const read = (value: Uint8Array) => JSON.parse(new TextDecoder().decode(value)) as unknown;

describe('a public event', () => {
  it('is a CloudEvent in binary content mode', () => {
    const told = { channel: 'phone', importId: 'i1', commandId: 'command' } as const;
    const { headers, ...message } = new PublicEvents(new Set()).message(contact(told));
    expect(message).toMatchObject({
      topic: 'crm.customer.v1',
      key: 'c1',
      id: '0197f000-0000-7000-8000-00000000000a',
      position: 17n,
    });
    expect(headers).toEqual({
      ce_specversion: '1.0',
      ce_id: '0197f000-0000-7000-8000-00000000000a',
      ce_type: 'crm.contact.registered.v1',
      ce_source: '/touchstream/main',
      ce_time: '2026-03-01T10:00:00.000Z',
      ce_subject: 'contact-k1',
      'content-type': 'application/json',
      ce_schemaversion: '1',
      ce_streamrevision: '0',
      ce_position: '17',
      ce_recordedat: '2026-03-01T10:00:01.000Z',
      ce_correlationid: 'correlation',
      ce_causationid: 'cause',
      ce_customerid: 'c1',
      ce_actorkind: 'user',
      ce_commandid: 'command',
      ce_channel: 'phone',
      ce_importid: 'i1',
    });
    // CloudEvents 1.0, section "Attribute Naming Convention".
    for (const name of Object.keys(headers)) expect(name).toMatch(/^(ce_[a-z0-9]+|content-type)$/);
  });

  it('carries the trace of its event', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const { headers } = new PublicEvents(new Set()).message(contact({ traceparent }));
    expect(headers['ce_traceparent']).toBe(traceparent);
  });

  it('leaves out what is personal, unless its topic is granted it, and always what no contract declares', () => {
    for (const granted of [[], ['crm.sales.v1']])
      expect(read(new PublicEvents(new Set(granted)).message(contact()).value)).toEqual({
        contactId: 'k1',
        customerIds: ['c1'],
        jobTitle: 'Buyer',
      });
    expect(read(new PublicEvents(new Set(['crm.customer.v1'])).message(contact()).value)).toEqual({
      contactId: 'k1',
      customerIds: ['c1'],
      jobTitle: 'Buyer',
      name: '王小明',
    });
  });

  it('is keyed by the aggregate where it concerns no customer', () => {
    const { customerId: _, ...without } = contact();
    expect(new PublicEvents(new Set()).message(without as EventEnvelope).key).toBe('k1');
    const published = contact({ type: 'sales-process.published', stream: 'sales-process-a-b' } as never);
    const { customerId: __, ...process } = published;
    expect(new PublicEvents(new Set()).message(process as EventEnvelope)).toMatchObject({
      key: 'a-b',
      topic: 'crm.sales.v1',
    });
  });

  it('stays inside where it is about the installation itself', () => {
    expect(isInternal({ type: 'claim.made' })).toBe(true);
    expect(isInternal({ type: 'reaction.settled' })).toBe(true);
    expect(isInternal({ type: 'contact.registered' })).toBe(false);
    expect(isInternal({ type: 'from-the.future' })).toBe(false);
    expect(topicOf('field')).toBe('crm.field.v1');
    expect(publicType({ type: 'contact.registered', schemaVersion: 3 })).toBe('crm.contact.registered.v3');
  });
});

describe('the topics', () => {
  it('are one for each public context', () => {
    expect(publicTopics).toEqual(['customer', 'sales', 'service', 'marketing', 'field'].map(one => `crm.${one}.v1`));
  });

  // Consumers find a lost event by the revisions of its stream, so no stream may be spread over topics.
  it.each(Object.entries(eventsByAggregate))('take all events of one %s into one', (_, events) => {
    expect(new Set(Object.values(events).map(type => contractOf(type).context)).size).toBe(1);
  });
});

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly 'x-personal'?: boolean;
}

/** The paths of a value that are personal by its schema. */
function personalPaths(node: Node, value: unknown, path = ''): readonly string[] {
  if (value === undefined) return [];
  if (node['x-personal'] === true) return [path];
  if (Array.isArray(value)) return value.flatMap((one, at) => personalPaths(node.items ?? {}, one, `${path}/${at}`));
  return Object.entries(node.properties ?? {}).flatMap(([name, inner]) =>
    personalPaths(inner, (value as Record<string, unknown>)[name], `${path}/${name}`),
  );
}
const at = (value: unknown, path: string): unknown =>
  path
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);

describe('the public part of every contract', () => {
  it.each([...eventCatalogue])('%s', (_, type) => {
    const { example } = contractOf(type);
    const schema = schemaOf(type);
    expect(publicPart(schema, true)(example)).toEqual(example);
    const published = publicPart(schema, false)(example);
    const paths = personalPaths(schema as Node, example);
    for (const path of paths) expect([path, at(published, path)]).toEqual([path, undefined]);
    const leaves = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? Object.values(value).reduce((sum: number, one) => sum + leaves(one), 0)
        : 1;
    const personal = paths.reduce((sum, path) => sum + leaves(at(example, path)), 0);
    expect(leaves(published)).toBe(leaves(example) - personal);
  });

  it('is cut at every depth', () => {
    const schema = {
      properties: {
        list: { items: { properties: { open: {}, closed: { 'x-personal': true } } } },
        inner: { properties: { open: { type: 'string' }, closed: { 'x-personal': true, properties: {} } } },
        map: { type: 'object', additionalProperties: {} },
        whole: { 'x-personal': true, items: {} },
      },
    };
    const value = {
      list: [{ open: 1, closed: 2 }, { closed: 3 }],
      inner: { open: 'a', closed: {}, more: 1 },
      map: { any: 'thing' },
      whole: [1],
      __proto__: { inherited: 1 },
    };
    expect(publicPart(schema, false)(value)).toEqual({
      list: [{ open: 1 }, {}],
      inner: { open: 'a' },
      map: { any: 'thing' },
    });
    expect(publicPart(schema, false)({ list: 'no list', inner: [7] })).toEqual({});
  });
});
