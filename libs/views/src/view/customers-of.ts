import type { EventEnvelope } from '@touchstream/events';

/**
 * The customers an event concerns, each once: the envelope's; every one that the payload lists (a contact speaks for
 * several, a portfolio holds several); and the one that a call was wrongly taken to be with.
 */
export function customersOf(event: EventEnvelope): readonly string[] {
  const { customerIds = [] } = event.data as { readonly customerIds?: readonly string[] };
  const former = event.type === 'call.caller-reidentified' ? event.data.old.customerId : undefined;
  return [...new Set([event.customerId, ...customerIds, former].filter(id => id !== undefined))];
}
