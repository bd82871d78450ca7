import type { ActorKind } from '@touchstream/events';
import type { Amount } from '../money/index.js';

/**
 * What an entry is about: the event's aggregate, of those that have to do with a customer; `complaint` for the facts that
 * only a complaint has and for what shows that its case is one.
 */
export const entryKinds = [
  'customer',
  'contact',
  'portfolio',
  'interaction',
  'call',
  'opportunity',
  'quote',
  'order',
  'case',
  'complaint',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** One event as it concerns one customer. Instants are ISO 8601, UTC. */
export interface TimelineEntry {
  readonly customerId: string;
  readonly kind: EntryKind;
  /** The event's type on the wire. */
  readonly type: string;
  /** One plain sentence; may hold personal data. */
  readonly title: string;
  /** What was noted, at most 1,000 characters of it; the whole stands in the event. */
  readonly summary: string | null;
  /** How the touch came about. */
  readonly channel: string | null;
  /** `inbound`: the customer turned to us; `outbound`: we to them; null where it is no touch. */
  readonly direction: string | null;
  readonly actorId: string;
  readonly actorKind: ActorKind;
  readonly contactIds: readonly string[];
  readonly interactionId: string | null;
  readonly opportunityId: string | null;
  readonly quoteId: string | null;
  readonly orderId: string | null;
  readonly caseId: string | null;
  readonly callId: string | null;
  /** The money it is about. */
  readonly amount: Amount | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly stream: string;
  readonly revision: number;
  /** Place in the feed: a decimal number. */
  readonly position: string;
  readonly eventId: string;
  readonly correlationId: string;
  readonly importId: string | null;
}
