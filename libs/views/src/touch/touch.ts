import type { EventEnvelope } from '@touchstream/events';
import { payloadOf, textIn, within } from '../payload/index.js';

/** The touches that are in one direction by their nature. */
const DIRECTIONS: Readonly<Record<string, 'inbound' | 'outbound'>> = {
  'interaction.web-visit-recorded': 'inbound',
  'case.opened': 'inbound',
  'case.customer-replied': 'inbound',
  'case.resolution-confirmed': 'inbound',
  'case.resolution-rejected': 'inbound',
  'case.auto-acknowledged': 'outbound',
  'case.first-responded': 'outbound',
  'case.responded': 'outbound',
  'case.solution-proposed': 'outbound',
  'complaint.acknowledged': 'outbound',
  'complaint.redress-offered': 'outbound',
  'complaint.redress-accepted': 'inbound',
  'complaint.redress-refused': 'inbound',
  'quote.sent': 'outbound',
  'quote.viewed': 'inbound',
  'quote.accepted': 'inbound',
  'quote.rejected': 'inbound',
  'order.placed': 'inbound',
  'call.callback-requested': 'inbound',
  'call.callback-made': 'outbound',
};

/** Who turned to whom; null where the event is no touch. */
export function directionOf(event: EventEnvelope): string | null {
  // A stage has a direction too, of another sense.
  if (event.type === 'opportunity.stage-changed' || event.type === 'customer.tier-changed') return null;
  const payload = payloadOf(event);
  return textIn(payload, 'direction') ?? textIn(within(payload, 'call'), 'direction') ?? DIRECTIONS[event.type] ?? null;
}

/** How the touch came about: as the payload says, else the envelope, else by its nature. */
export function channelOf(event: EventEnvelope): string | null {
  if (event.type === 'interaction.logged') return event.data.channel;
  if (event.channel !== undefined) return event.channel;
  if (event.type === 'interaction.web-visit-recorded') return 'web';
  return event.type.startsWith('call.') ? 'phone' : null;
}
