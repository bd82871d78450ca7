import type { EventEnvelope } from '@touchstream/events';

function formerCustomerOf(event: EventEnvelope): string | undefined {
  if (event.type === 'call.caller-reidentified') return event.data.old.customerId;
  return event.type === 'interaction.visitor-identified' ? event.data.formerCustomerId : undefined;
}

/**
 * The customers an event concerns, each once: the envelope's; every one that the payload lists (a contact speaks for
 * several, a portfolio holds several); and the one that a call or a visit was wrongly taken to be of.
 */
export function customersOf(event: EventEnvelope): readonly string[] {
  const { customerIds = [] } = event.data as { readonly customerIds?: readonly string[] };
  return [...new Set([event.customerId, ...customerIds, formerCustomerOf(event)].filter(id => id !== undefined))];
}
