import type { BusMessage } from '@touchstream/event-bus';
import {
  bytesOf,
  contexts,
  contractOf,
  encode,
  eventCatalogue,
  schemaOf,
  type Context,
  type EventEnvelope,
  type EventType,
  type StoredEvent,
  type StoredJson,
} from '@touchstream/events';
import { keyOf } from './key.js';
import { publicPart, type PublicPart } from './public-fields.js';

/** The installation's own affairs: not part of the public feed. */
const INTERNAL: ReadonlySet<Context> = new Set(['operations']);

/** The topic of a context. Its version is that of the feed's conventions, not of any event. */
export const topicOf = (context: Context): string => `crm.${context}.v1`;

/** Every topic of the public feed. */
export const publicTopics: readonly string[] = contexts.filter(context => !INTERNAL.has(context)).map(topicOf);

/** The `type` attribute of a public event: `crm.opportunity.stage-changed.v1`. */
export const publicType = ({ type, schemaVersion }: Pick<EventEnvelope, 'type' | 'schemaVersion'>): string =>
  `crm.${type}.v${schemaVersion}`;

/** Whether the event stays inside. One of an unknown type does not: it is missing from the feed. */
export function isInternal({ type }: Pick<StoredEvent, 'type'>): boolean {
  const contract = eventCatalogue.get(type);
  return contract !== undefined && INTERNAL.has(contractOf(contract).context);
}

/** The types of all public events, each in the version that this program publishes. */
export const publicTypes: ReadonlySet<string> = new Set(
  [...eventCatalogue]
    .filter(([type]) => !isInternal({ type }))
    .map(([type, contract]) => publicType({ type: type as EventType, schemaVersion: contractOf(contract).version })),
);

/** What all events of a type have in common. */
interface Kind {
  readonly topic: string;
  readonly part: PublicPart;
}

/** Turns private events into public ones. `personalTopics`: those whose readers may have the personal fields. */
export class PublicEvents {
  private readonly kinds = new Map<string, Kind>();
  private readonly sources = new Map<string, string>();

  constructor(private readonly personalTopics: ReadonlySet<string>) {}

  /** The public event of a private one that is not internal. `written`: its data as JSON, where that is at hand. */
  message(event: EventEnvelope, written?: StoredJson): BusMessage {
    const { topic, part } = this.kinds.get(event.type) ?? this.learn(event.type);
    const data = part(event.data);
    return {
      topic,
      key: keyOf(event),
      id: event.id,
      position: event.position,
      headers: this.headersOf(event),
      value: data === event.data && written !== undefined ? bytesOf(written) : encode(data),
    };
  }

  /**
   * CloudEvents 1.0 attributes in the Kafka binding's binary content mode: required and optional ones, then our extensions. Names
   * of extensions are lower-case letters and digits, as the specification wants.
   */
  private headersOf(event: EventEnvelope): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: publicType(event),
      ce_source: this.sources.get(event.tenantId) ?? this.sourceOf(event.tenantId),
      ce_time: event.occurredAt,
      ce_subject: event.stream,
      'content-type': 'application/json',
      ce_schemaversion: String(event.schemaVersion),
      ce_streamrevision: String(event.revision),
      ce_position: String(event.position),
      ce_recordedat: event.recordedAt,
      ce_correlationid: event.correlationId,
      ce_actorkind: event.actor.kind,
      ce_commandid: event.commandId,
    };
    // Spread in, they would cost as much as all the rest.
    if (event.causationId !== undefined) headers['ce_causationid'] = event.causationId;
    if (event.customerId !== undefined) headers['ce_customerid'] = event.customerId;
    if (event.channel !== undefined) headers['ce_channel'] = event.channel;
    if (event.importId !== undefined) headers['ce_importid'] = event.importId;
    if (event.traceparent !== undefined) headers['ce_traceparent'] = event.traceparent;
    return headers;
  }

  private learn(type: string): Kind {
    const contract = eventCatalogue.get(type);
    if (contract === undefined) throw new RangeError(`${type} is not in the catalogue`);
    const topic = topicOf(contractOf(contract).context);
    const kind = { topic, part: publicPart(schemaOf(contract), this.personalTopics.has(topic)) };
    this.kinds.set(type, kind);
    return kind;
  }

  private sourceOf(tenantId: string): string {
    const source = `/touchstream/${encodeURIComponent(tenantId)}`;
    this.sources.set(tenantId, source);
    return source;
  }
}
