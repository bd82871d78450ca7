import { event, VisitorIdentified, WebVisitRecorded } from '@touchstream/events';
import { ensureContact } from '../contact/index.js';
import { ensureCustomer } from '../customer/index.js';
import { ensureFollows, Refusal, refuse } from '../decider/index.js';
import type { interactionCommands } from './commands.js';
import { begun, type Decide, type InteractionFacts } from './state.js';

/** Who a visitor is: the contact, and the customer named or else the contact's main one. */
function visitor(contactId: string, customerId: string | undefined, facts: InteractionFacts) {
  const contact = facts[`contact/${contactId}`];
  ensureContact(contact);
  const spokenFor = customerId ?? contact.primaryCustomerId;
  return { contactId, ...(spokenFor && { customerId: spokenFor }) };
}

export const decideVisits: Decide<Pick<typeof interactionCommands, 'RecordWebVisit' | 'IdentifyVisitor'>> = {
  RecordWebVisit({ data: { contactId, customerId, ...told }, meta }, state, facts) {
    if (state.status !== 'absent') throw new Refusal('exists', 'interaction-exists', 'the visit is recorded already');
    if (customerId !== undefined) ensureCustomer(facts.customer);
    return [
      event(WebVisitRecorded, {
        interactionId: meta.aggregateId,
        ...told,
        ...(contactId === undefined ? { ...(customerId && { customerId }) } : visitor(contactId, customerId, facts)),
        startedAt: meta.occurredAt,
      }),
    ];
  },
  IdentifyVisitor({ data: { contactId, customerId }, meta }, state, facts) {
    const visit = begun(state, meta);
    if (visit.status !== 'web-visit') return refuse('not-a-visit', 'only the visitor of our pages can be identified');
    const known = visitor(contactId, customerId, facts);
    if (known.contactId === visit.contactId && known.customerId === visit.customerId) return [];
    if (customerId !== undefined) ensureCustomer(facts.customer);
    // A customer does not give a visit up before it had it.
    ensureFollows(visit.identifiedAt, 'the visitor was last identified', meta);
    return [
      event(VisitorIdentified, {
        interactionId: visit.interactionId,
        anonymousId: visit.anonymousId,
        ...known,
        ...(visit.contactId && { formerContactId: visit.contactId }),
        ...(visit.customerId && { formerCustomerId: visit.customerId }),
        startedAt: visit.startedAt,
        identifiedAt: meta.occurredAt,
      }),
    ];
  },
};
