import type { EventEnvelope, EventType } from '@touchstream/events';
import { put } from '../keyed/index.js';
import { payloadOf, textIn } from '../payload/index.js';
import { channelOf, directionOf } from '../touch/index.js';
import type { Customer360 } from './document.js';
import { seen, withCounts, type Steps } from './parts.js';

/** Events in which the customer and we were in touch; an automatic acknowledgement is none. */
const TOUCHES: readonly EventType[] = [
  'interaction.logged',
  'interaction.web-visit-recorded',
  'call.caller-identified',
  'call.answered',
  'call.ended',
  'call.missed',
  'call.abandoned',
  'call.callback-made',
  'case.opened',
  'case.first-responded',
  'case.responded',
  'case.customer-replied',
  'case.resolution-confirmed',
  'case.resolution-rejected',
  'complaint.acknowledged',
  'complaint.redress-offered',
  'complaint.redress-accepted',
  'complaint.redress-refused',
  'quote.sent',
  'quote.viewed',
  'quote.accepted',
  'quote.rejected',
  'order.placed',
];

/** When it was: a call may be recognised long after it was over, a visit be noted days later. */
function timeOf(event: EventEnvelope): string {
  if (event.type === 'call.caller-identified') return event.data.call.startedAt;
  const payload = payloadOf(event);
  return textIn(payload, 'at') ?? textIn(payload, 'startedAt') ?? event.occurredAt;
}

function actorOf(event: EventEnvelope): string {
  if (event.type === 'interaction.logged') return event.data.ownerId;
  const payload = payloadOf(event);
  return textIn(payload, 'agentId') ?? textIn(payload, 'by') ?? event.actor.id;
}

function touched(doc: Customer360, event: EventEnvelope): Customer360 {
  const direction = directionOf(event);
  if (direction === null || direction === 'internal') return doc;
  const touch = { id: channelOf(event) ?? 'other', at: timeOf(event), type: event.type, direction, by: actorOf(event) };
  const last = doc.lastTouches.find(one => one.id === touch.id);
  return seen(
    last !== undefined && last.at > touch.at ? doc : { ...doc, lastTouches: put(doc.lastTouches, touch) },
    'touch',
    touch.at,
  );
}

/** The visit comes to the customer, and leaves the one it was wrongly taken to be of. */
function visitIdentified(
  doc: Customer360,
  { data: { customerId, formerCustomerId } }: EventEnvelope<'interaction.visitor-identified'>,
  key: string,
): Customer360 {
  if (customerId === formerCustomerId) return doc;
  return withCounts(doc, { webVisits: key === formerCustomerId ? -1 : 1 });
}

const counted: Steps = {
  'interaction.logged': (doc, { data }) => seen(withCounts(doc, { interactions: 1 }), 'interaction', data.startedAt),
  'interaction.web-visit-recorded': doc => withCounts(doc, { webVisits: 1 }),
  'interaction.visitor-identified': visitIdentified,
};

/** When and how the customer and we were in touch. A correction of when or how a touch was does not move the last ones. */
export const touches: readonly Steps[] = [Object.fromEntries(TOUCHES.map(type => [type, touched])) as Steps, counted];
