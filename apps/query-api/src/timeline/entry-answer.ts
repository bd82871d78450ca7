import { actorKinds, channels, directions } from '@touchstream/events';
import { answer } from '@touchstream/platform';
import { entryKinds, type TimelineEntry } from '@touchstream/views';
import { amountAnswer } from '../answers/index.js';

const { nullable, text, list, instant, whole, object, money, choice } = answer;

/** An entry of the timeline as answered. */
export const entryAnswer = (entry: TimelineEntry) => ({ ...entry, amount: amountAnswer(entry.amount) });

export const entrySchema = object({
  customerId: text(),
  kind: choice(entryKinds, 'What it is about.'),
  type: text('The event’s type.'),
  title: text('One plain sentence.'),
  summary: nullable(text('What was noted, at most 1,000 characters of it.')),
  channel: nullable(choice(channels)),
  direction: nullable(choice(directions, 'inbound: the customer turned to us; outbound: we to them.')),
  actorId: text(),
  actorKind: choice(actorKinds),
  contactIds: list(text()),
  interactionId: nullable(text()),
  opportunityId: nullable(text()),
  quoteId: nullable(text()),
  orderId: nullable(text()),
  caseId: nullable(text()),
  callId: nullable(text()),
  amount: nullable(money()),
  occurredAt: instant('When it happened.'),
  recordedAt: instant('When we learnt it.'),
  stream: text('Its raw events are at /v1/streams/{stream}/events.'),
  revision: whole(),
  position: text(),
  eventId: text(),
  correlationId: text(),
  importId: nullable(text()),
});
