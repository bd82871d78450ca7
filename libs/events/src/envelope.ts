/** Who acts, and for whom. */
export interface Actor {
  readonly id: string;
  readonly kind: ActorKind;
  readonly onBehalfOf?: string;
}
export const actorKinds = ['user', 'api', 'integration', 'system', 'customer', 'agent'] as const;
export type ActorKind = (typeof actorKinds)[number];

/** How a touch came about. */
export const channels = [
  'web',
  'email',
  'phone',
  'chat',
  'sms',
  'social',
  'fax',
  'letter',
  'visit',
  'fair',
  'kiosk',
  'pos',
  'portal',
  'partner',
  'api',
  'import',
  'other',
] as const;
export type Channel = (typeof channels)[number];

/** What is stored beside each payload. Instants are ISO 8601 in UTC with milliseconds. */
export interface EventMetadata {
  readonly schemaVersion: number;
  readonly tenantId: string;
  /** When it happened; may lie in the past of `recordedAt`. */
  readonly occurredAt: string;
  readonly actor: Actor;
  readonly channel?: Channel;
  readonly source?: string;
  /** The customer it concerns, whatever stream it stands in. */
  readonly customerId?: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** The trace in which it was appended (W3C Trace Context), where it is recorded: what follows from it goes on there. */
  readonly traceparent?: string;
  readonly commandId: string;
  /** SHA-256 of the command's content, so that a reused command id is found out. */
  readonly commandHash: string;
  readonly importId?: string;
  readonly reasonCode?: string;
  readonly comment?: string;
  readonly ip?: string;
  readonly sessionId?: string;
}

/** An event as read back: decoded, upcast to the newest version, with its place in the store. */
export interface Envelope<T extends string = string, D = unknown> extends EventMetadata {
  /** UUID, derived from the command's id. */
  readonly id: string;
  readonly type: T;
  readonly stream: string;
  /** Place in its stream, from 0. */
  readonly revision: number;
  /** Place in the store's one ordered feed. */
  readonly position: bigint;
  /** When the store took it. */
  readonly recordedAt: string;
  readonly data: Readonly<D>;
}
