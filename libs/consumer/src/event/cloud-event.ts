import type { PublicEvent, PublicType } from './public-event.js';

/** The message is no public event. What it says names attributes, never values. */
export class NotAPublicEvent extends Error {
  override readonly name = 'NotAPublicEvent';
}

/** Attributes of CloudEvents 1.0, by their names, without any prefix. */
type Attributes = Readonly<Record<string, string | undefined>>;

const WHOLE = /^\d{1,15}$/;
const TYPE = /^crm\.[a-z0-9-]+\.[a-z0-9-]+\.v[1-9]\d*$/;
const SOURCE = /^\/touchstream\/([^/]+)$/;

function given(attributes: Attributes, name: string, pattern?: RegExp): string {
  const value = attributes[name];
  if (value === undefined || value === '') throw new NotAPublicEvent(`it has no attribute ${name}`);
  if (pattern?.test(value) === false) throw new NotAPublicEvent(`its attribute ${name} is wrong`);
  return value;
}

function tenantOf(attributes: Attributes): string {
  const [, tenant = ''] = SOURCE.exec(given(attributes, 'source', SOURCE)) ?? [];
  try {
    return decodeURIComponent(tenant);
  } catch {
    throw new NotAPublicEvent('its attribute source is wrong');
  }
}

/** By the rule, the one before in the stream; where that went out under another key, the event says which. */
function previousOf(attributes: Attributes, revision: number): number {
  if (attributes['previousrevision'] === undefined) return revision - 1;
  const previous = Number(given(attributes, 'previousrevision', /^(-1|\d{1,15})$/));
  if (previous >= revision) throw new NotAPublicEvent('its attribute previousrevision is wrong');
  return previous;
}

/** By the names of the attributes. */
const OPTIONAL: readonly (readonly [attribute: string, name: keyof PublicEvent])[] = [
  ['customerid', 'customerId'],
  ['causationid', 'causationId'],
  ['commandid', 'commandId'],
  ['channel', 'channel'],
  ['importid', 'importId'],
  ['traceparent', 'traceparent'],
];

const optional = (attributes: Attributes): Partial<PublicEvent> =>
  Object.fromEntries(
    OPTIONAL.flatMap(([attribute, name]) => {
      const value = attributes[attribute];
      return value === undefined ? [] : [[name, value]];
    }),
  );

function objectOf(data: unknown): object {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new NotAPublicEvent('its data is no object');
  return data;
}

/** The public event of attributes, a key and parsed data. Throws {@link NotAPublicEvent}. */
export function publicEvent(attributes: Attributes, key: string, data: unknown): PublicEvent {
  given(attributes, 'specversion', /^1\./);
  const revision = Number(given(attributes, 'streamrevision', WHOLE));
  return {
    id: given(attributes, 'id'),
    type: given(attributes, 'type', TYPE) as PublicType,
    schemaVersion: Number(given(attributes, 'schemaversion', WHOLE)),
    tenantId: tenantOf(attributes),
    key,
    stream: given(attributes, 'subject'),
    revision,
    previous: previousOf(attributes, revision),
    position: BigInt(given(attributes, 'position', /^\d{1,18}$/)),
    time: given(attributes, 'time'),
    recordedAt: given(attributes, 'recordedat'),
    correlationId: given(attributes, 'correlationid'),
    actorKind: given(attributes, 'actorkind') as PublicEvent['actorKind'],
    ...optional(attributes),
    data: objectOf(data) as PublicEvent['data'],
  };
}

/** What a Kafka client gives of a message. */
export interface KafkaRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parsed(value: Buffer | null): unknown {
  if (value === null) throw new NotAPublicEvent('it has no value');
  try {
    return JSON.parse(decoder.decode(value));
  } catch {
    throw new NotAPublicEvent('its value is no JSON');
  }
}

/** The public event in a Kafka message: CloudEvents 1.0, Kafka protocol binding, binary content mode. Throws {@link NotAPublicEvent}. */
export function fromKafka({ key, value, headers = {} }: KafkaRecord): PublicEvent {
  const attributes: Record<string, string> = {};
  for (const [name, header] of Object.entries(headers)) {
    const [one] = Array.isArray(header) ? header : [header];
    if (name.startsWith('ce_') && one !== undefined) attributes[name.slice('ce_'.length)] = one.toString();
  }
  return publicEvent(attributes, key?.toString() ?? '', parsed(value));
}
