import type { EventEnvelope, EventType } from '@touchstream/events';
import { put } from '../keyed/index.js';
import { payloadOf, textIn, within } from '../payload/index.js';
import { channelOf, directionOf } from '../touch/index.js';
import type { Customer360, LastTouch } from './document.js';
import { seen, withCounts, type Steps } from './parts.js';

/** Events in which the customer and we were in touch, unless nobody was reached; an automatic acknowledgement is none. */
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

/** Whether we tried in vain, or were among ourselves: that the customer called us counts, answered or not. */
function reachedNobody(event: EventEnvelope): boolean {
  if (event.type === 'case.opened') return event.data.kind === 'internal';
  if (event.type === 'call.callback-made') return event.data.outcome === 'not-reached';
  const call = within(payloadOf(event), 'call');
  return textIn(call, 'direction') === 'outbound' && textIn(call, 'answeredAt') === null;
}

/** When it was: a call may be recognised long after it was over, a visit be noted days later. */
function timeOf(event: EventEnvelope): string {
  if (event.type === 'call.caller-identified' || event.type === 'call.caller-reidentified')
    return event.data.call.startedAt;
  const payload = payloadOf(event);
  return textIn(payload, 'at') ?? textIn(payload, 'startedAt') ?? event.occurredAt;
}

function actorOf(event: EventEnvelope): string {
  if (event.type === 'interaction.logged') return event.data.ownerId;
  // Who corrected whom a call was with had no part in it.
  if (event.type === 'call.caller-reidentified') return event.data.call.agentId ?? event.actor.id;
  const payload = payloadOf(event);
  return textIn(payload, 'agentId') ?? textIn(payload, 'by') ?? event.actor.id;
}

function withTouch(doc: Customer360, touch: LastTouch): Customer360 {
  const last = doc.lastTouches.find(one => one.id === touch.id);
  return seen(
    last !== undefined && last.at > touch.at ? doc : { ...doc, lastTouches: put(doc.lastTouches, touch) },
    'touch',
    touch.at,
  );
}

function touched(doc: Customer360, event: EventEnvelope): Customer360 {
  const direction = directionOf(event);
  if (direction === null || direction === 'internal' || reachedNobody(event)) return doc;
  const id = channelOf(event) ?? 'other';
  return withTouch(doc, { id, at: timeOf(event), type: event.type, direction, by: actorOf(event) });
}

/** The visit comes to the customer, and leaves the one it was wrongly taken to be of. */
function visitIdentified(
  doc: Customer360,
  event: EventEnvelope<'interaction.visitor-identified'>,
  key: string,
): Customer360 {
  const { customerId, formerCustomerId } = event.data;
  if (customerId === formerCustomerId) return doc;
  if (key === formerCustomerId) return withCounts(doc, { webVisits: -1 });
  const visit = { id: 'web', type: event.type, direction: 'inbound' };
  return withTouch(withCounts(doc, { webVisits: 1 }), { ...visit, at: timeOf(event), by: actorOf(event) });
}

const counted: Steps = {
  'interaction.logged': (doc, { data }) => seen(withCounts(doc, { interactions: 1 }), 'interaction', data.startedAt),
  'interaction.web-visit-recorded': doc => withCounts(doc, { webVisits: 1 }),
  'interaction.visitor-identified': visitIdentified,
  'call.caller-reidentified': (doc, event, key) => {
    const { old: former, new: now } = event.data;
    return now.customerId === key && former.customerId !== key ? touched(doc, event) : doc;
  },
};

/** When and how the customer and we were in touch. A correction of when or how a touch was does not move the last ones. */
export const touches: readonly Steps[] = [Object.fromEntries(TOUCHES.map(type => [type, touched])) as Steps, counted];
