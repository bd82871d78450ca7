import {
  contexts,
  contractOf,
  eventsByAggregate,
  Money,
  schemaOf,
  type Context,
  type EventClass,
  type JsonSchema,
} from '@touchstream/events';
import { isInternal, PublicEvents, publicType, topicOf } from '../relay/index.js';
import { publishedExample } from './example.js';
import { headersSchema } from './headers.js';
import { MONEY, publicSchema } from './public-schema.js';

export interface AsyncApiOptions {
  /** Topics whose readers are granted the personal fields, as the relay knows them. */
  readonly personalTopics?: readonly string[];
}

/** An AsyncAPI 3.0 document, as plain data. */
export type AsyncApiDocument = Readonly<Record<string, unknown>>;

/** A type of event that leaves the house. */
interface PublicType {
  readonly type: EventClass;
  readonly aggregate: string;
  readonly context: Context;
  /** `crm.<type>.v<version>` */
  readonly name: string;
}

const publicTypes = (): readonly PublicType[] =>
  Object.entries(eventsByAggregate).flatMap(([aggregate, group]) =>
    (Object.values(group) as readonly EventClass[])
      .filter(type => !isInternal(type))
      .map(type => {
        const { context, version: schemaVersion } = contractOf(type);
        return { type, aggregate, context, name: publicType({ type: type.type, schemaVersion } as never) };
      }),
  );

const ref = (...path: readonly string[]) => ({ $ref: `#/${path.join('/')}` });

const DESCRIPTION = [
  'The public events of a Touchstream installation: CloudEvents 1.0 in binary content mode, one topic per context.',
  '',
  '- Messages are keyed by the customer they concern, else by their aggregate, so that those of one customer are in order.',
  '- Delivery is at least once: skip an id that was seen.',
  '- Under one key the revisions of a stream count up by one, and `ce_previousrevision` says where they do not: any other gap is an event that is missing.',
  '- An installation may put a prefix before the names of its topics (`topicPrefix` of `EVENT_BUS_URL`).',
  '- Personal fields are left out, unless the topic was granted them; they are marked `x-personal` then.',
  '- Within a version of a type, fields may be added and nothing else changes: skip fields that you do not know.',
  '',
  'Without Kafka the same events are served as server-sent events by `GET /v1/events` of the query API, there without personal fields in any case.',
].join('\n');

const SERVER = {
  host: '{brokers}',
  protocol: 'kafka',
  description: 'The Kafka cluster that the installation publishes to (`EVENT_BUS_URL` of its projector).',
  variables: { brokers: { description: 'Its bootstrap servers.', default: 'localhost:9092' } },
};

function messageOf({ type, aggregate, name, context }: PublicType, events: PublicEvents, withPersonal: boolean) {
  const { description } = contractOf(type);
  return {
    name,
    title: type.type,
    summary: description,
    contentType: 'application/json',
    tags: [...new Set([context, aggregate])].map(one => ({ name: one })),
    headers: {
      allOf: [ref('components', 'schemas', 'Headers'), { properties: { ce_type: { const: name } } }],
    },
    payload: publicSchema(schemaOf(type), withPersonal),
    correlationId: ref('components', 'correlationIds', 'correlation'),
    bindings: ref('components', 'messageBindings', 'keyed'),
    examples: [publishedExample(type, aggregate, events)],
  };
}

const channelOf = (context: Context, types: readonly PublicType[]) => ({
  address: topicOf(context),
  title: `What happens in ${context}`,
  description: `The events of the context \`${context}\`, of ${[...new Set(types.map(one => one.aggregate))].join(', ')}.`,
  servers: [ref('servers', 'kafka')],
  messages: Object.fromEntries(types.map(({ name }) => [name, ref('components', 'messages', name)])),
  tags: [{ name: context }],
  bindings: { kafka: { topic: topicOf(context), bindingVersion: '0.5.0' } },
});

const operationOf = (context: Context, types: readonly PublicType[]) => ({
  action: 'send',
  channel: ref('channels', topicOf(context)),
  title: `Publish what happens in ${context}`,
  summary: `The relay publishes each event of ${context} once the store has it.`,
  messages: types.map(({ name }) => ref('channels', topicOf(context), 'messages', name)),
});

const keyBinding = {
  kafka: {
    key: { type: 'string', description: 'The customer it concerns, else the aggregate.' },
    bindingVersion: '0.5.0',
  },
};

const moneySchema = (): JsonSchema => ({
  ...publicSchema({ ...schemaOf(Money), money: undefined } as never, true),
  description: 'An amount as a decimal string, with no more decimals than its currency has; not negative.',
});

/** The AsyncAPI 3.0 document of the public feed: what the relay publishes of every type in the catalogue, and where. */
export function asyncApiDocument({ personalTopics = [] }: AsyncApiOptions = {}): AsyncApiDocument {
  const granted = new Set(personalTopics);
  const events = new PublicEvents(granted);
  const types = publicTypes();
  const byContext = contexts
    .map(context => [context, types.filter(one => one.context === context)] as const)
    .filter(([, list]) => list.length > 0);
  return {
    asyncapi: '3.0.0',
    // The version of the feed's conventions, which the topics' names carry; each message has its own.
    info: { title: 'Touchstream public events', version: '1.0.0', description: DESCRIPTION },
    defaultContentType: 'application/json',
    servers: { kafka: SERVER },
    channels: Object.fromEntries(byContext.map(([context, list]) => [topicOf(context), channelOf(context, list)])),
    operations: Object.fromEntries(
      byContext.map(([context, list]) => [`publish-${context}`, operationOf(context, list)]),
    ),
    components: {
      messages: Object.fromEntries(
        types.map(one => [one.name, messageOf(one, events, granted.has(topicOf(one.context)))]),
      ),
      schemas: { Headers: headersSchema, [MONEY]: moneySchema() },
      correlationIds: { correlation: { location: '$message.header#/ce_correlationid' } },
      messageBindings: { keyed: keyBinding },
    },
  };
}
