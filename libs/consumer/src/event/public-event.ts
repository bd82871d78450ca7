import type { ActorKind, Channel, EventData, EventType } from '@touchstream/events';

/** The type of a public event: `crm.order.placed.v1`. */
export type PublicType<E extends EventType = EventType> = `crm.${E}.v${number}`;

/** Before the first event of a stream. */
export const NONE = -1;

/** A public event with its place. Instants are ISO 8601 in UTC. */
export interface PublicEvent<E extends EventType = EventType> {
  /** The same in every copy of the event. */
  readonly id: string;
  readonly type: PublicType<E>;
  /** Version of the payload, as in the type. */
  readonly schemaVersion: number;
  readonly tenantId: string;
  /** Orders it: the customer, or the aggregate where there is none. */
  readonly key: string;
  readonly customerId?: string;
  /** The stream it stands in, `<aggregate>-<id>`, and its place there, from 0. */
  readonly stream: string;
  readonly revision: number;
  /** The revision before it in the stream under the same key; {@link NONE} for none. */
  readonly previous: number;
  /** Its place among all events of the installation. */
  readonly position: bigint;
  /** When it happened; may be told later. */
  readonly time: string;
  readonly recordedAt: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** The command that it came of. Messages from before it was told lack it. */
  readonly commandId?: string;
  readonly channel?: Channel;
  /** The import that it came of. */
  readonly importId?: string;
  readonly actorKind: ActorKind;
  /** W3C Trace Context. */
  readonly traceparent?: string;
  /** What happened. Personal fields, which the AsyncAPI document marks, are missing where the topic is not granted them. */
  readonly data: Readonly<Partial<EventData<E>>>;
}

/** Whether the event is of this kind, in whatever version: `is(event, 'order.placed')`. */
export const is = <E extends EventType>(event: PublicEvent, name: E): event is PublicEvent<E> & PublicEvent =>
  event.type.startsWith(`crm.${name}.v`);
