import { eventCatalogue, type EventEnvelope } from '@touchstream/events';
import { channelOf, directionOf } from '../touch/index.js';
import { customersOf, distinct, view, type View } from '../view/index.js';
import type { TimelineEntry } from './document.js';
import { contactsOf, kindOf, moneyOf, recordOf, summaryOf } from './references.js';
import { titleOf } from './titles/index.js';

/** Positions as text that sorts as the numbers do: a position has at most 19 digits. */
const sortable = (position: bigint): string => position.toString().padStart(19, '0');

const SEPARATOR = '/';
/** The customer of the entry with a key. */
export const customerOfEntry = (key: string): string => key.slice(0, key.lastIndexOf(SEPARATOR));

const entryOf = (key: string, event: EventEnvelope): TimelineEntry => ({
  customerId: customerOfEntry(key),
  kind: kindOf(event),
  type: event.type,
  title: titleOf(event),
  summary: summaryOf(event),
  channel: channelOf(event),
  direction: directionOf(event),
  actorId: event.actor.id,
  actorKind: event.actor.kind,
  contactIds: contactsOf(event),
  interactionId: recordOf(event, 'interaction'),
  opportunityId: recordOf(event, 'opportunity'),
  quoteId: recordOf(event, 'quote'),
  orderId: recordOf(event, 'order'),
  caseId: recordOf(event, 'case'),
  callId: recordOf(event, 'call'),
  amount: moneyOf(event),
  occurredAt: event.occurredAt,
  recordedAt: event.recordedAt,
  stream: event.stream,
  revision: event.revision,
  position: event.position.toString(),
  eventId: event.id,
  correlationId: event.correlationId,
  importId: event.importId ?? null,
});

/**
 * Everything that ever happened with a customer: one entry per event and customer it concerns, keyed
 * `<customer id>/<position>` with the position padded, so that equal instants are ordered by position. Every event type
 * of the catalogue is looked at, for this is also the index by which one customer's past is read: customer → stream,
 * revision, position.
 */
export const interactionTimeline = view<TimelineEntry>({
  name: 'interaction-timeline',
  version: 2,
  keys: event => customersOf(event).map(customerId => `${customerId}${SEPARATOR}${sortable(event.position)}`),
  once: true,
  // Nothing is ever folded into this.
  initial: () => ({}) as TimelineEntry,
  on: Object.fromEntries(
    [...eventCatalogue.keys()].map(type => [
      type,
      (_: TimelineEntry, event: EventEnvelope, key: string) => entryOf(key, event),
    ]),
  ) as View<TimelineEntry>['on'],
  index: entry => ({
    fields: {
      customerId: entry.customerId,
      kind: entry.kind,
      channel: entry.channel,
      actorId: entry.actorId,
      opportunityId: entry.opportunityId,
      caseId: entry.caseId,
      occurredAt: entry.occurredAt,
      recordedAt: entry.recordedAt,
    },
    lookups: { contact: entry.contactIds },
    text: distinct([entry.title, entry.summary]),
  }),
  indexes: [
    {
      name: 'by-customer',
      fields: ['customerId', 'occurredAt'],
      // There is an entry for each event: a place of its own in every index is what costs most of all views.
      includes: ['kind', 'channel', 'actorId', 'recordedAt'],
    },
    { name: 'by-opportunity', fields: ['opportunityId', 'occurredAt'] },
    { name: 'by-case', fields: ['caseId', 'occurredAt'] },
  ],
});
