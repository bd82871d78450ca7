import { interactionEvents } from '@touchstream/events';
import { aggregate, withChanges, type FactReference } from '../decider/index.js';
import { decideAttachments } from './attachments.js';
import { interactionCommands } from './commands.js';
import { decideLogging } from './logging.js';
import type { Interaction, InteractionFacts } from './state.js';
import { decideVisits } from './visit.js';

/** What to read of the customer and the contacts that a command names. */
const factsOf = (
  customerId: string | undefined,
  contactIds: readonly (string | undefined)[] = [],
): { readonly [K in keyof InteractionFacts]: FactReference | undefined } => ({
  customer: customerId === undefined ? undefined : { aggregate: 'customer', id: customerId },
  ...Object.fromEntries(
    contactIds.filter(id => id !== undefined).map(id => [`contact/${id}` as const, { aggregate: 'contact', id }]),
  ),
});

export const interaction = aggregate<
  Interaction,
  typeof interactionCommands,
  typeof interactionEvents,
  InteractionFacts
>({
  name: 'interaction',
  commands: interactionCommands,
  events: interactionEvents,
  creates: ['LogInteraction', 'RecordWebVisit'],
  initialState: { status: 'absent' },
  customerId: (_, { data }) => data.customerId,
  facts: {
    LogInteraction: ({ data: { customerId, contactIds } }) => factsOf(customerId, contactIds),
    CorrectInteraction: ({ data: { corrected } }) => factsOf(undefined, corrected.contactIds),
    RecordWebVisit: ({ data: { customerId, contactId } }) => factsOf(customerId, [contactId]),
    IdentifyVisitor: ({ data: { customerId, contactId } }) => factsOf(customerId, [contactId]),
  },
  decide: { ...decideLogging, ...decideAttachments, ...decideVisits },
  evolve: {
    'interaction.logged': (_, { data: { interactionId, customerId, ...details } }) => ({
      status: 'logged',
      interactionId,
      customerId,
      details,
      documents: new Map(),
    }),
    'interaction.corrected': (state, { data: { changes } }) =>
      state.status === 'logged' ? { ...state, details: withChanges(state.details, changes) } : state,
    'interaction.document-attached': (state, { data: { docId, name, hash, size, mime } }) =>
      state.status === 'absent'
        ? state
        : { ...state, documents: new Map(state.documents).set(docId, { name, hash, size, mime }) },
    'interaction.cost-to-serve-recorded': state => state,
    'interaction.web-visit-recorded': (
      _,
      { data: { interactionId, anonymousId, contactId, customerId, startedAt } },
    ) => ({
      status: 'web-visit',
      interactionId,
      anonymousId,
      contactId,
      customerId,
      startedAt,
      documents: new Map(),
    }),
    'interaction.visitor-identified': (state, { data: { contactId, customerId, identifiedAt } }) =>
      state.status === 'web-visit' ? { ...state, contactId, customerId, identifiedAt } : state,
  },
});
