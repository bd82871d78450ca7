import {
  event,
  InteractionCorrected,
  interactionFields,
  InteractionLogged,
  type Concession,
  type Money,
} from '@touchstream/events';
import { ensureContact } from '../contact/index.js';
import { ensureCustomer } from '../customer/index.js';
import { changesBetween, ensure, Refusal, refuse, revised } from '../decider/index.js';
import { canonicalMoney } from '../money/index.js';
import type { interactionCommands } from './commands.js';
import { begun, type Decide, type InteractionDetails, type InteractionFacts } from './state.js';

/** The contacts, each once. Refuses one that is not there. */
function ensureContacts(contactIds: readonly string[], facts: InteractionFacts, field: string): string[] {
  contactIds.forEach((id, at) => ensureContact(facts[`contact/${id}`], `${field}/${at}`));
  return [...new Set(contactIds)];
}

/** The amounts among the details, in canonical form. */
const amountsOf = ({ cost, concessions }: { cost?: Money; concessions?: Concession[] }) => ({
  ...(cost && { cost: canonicalMoney(cost) }),
  ...(concessions && {
    concessions: concessions.map(({ value, ...rest }) => ({ ...rest, ...(value && { value: canonicalMoney(value) }) })),
  }),
});

export const decideLogging: Decide<Pick<typeof interactionCommands, 'LogInteraction' | 'CorrectInteraction'>> = {
  LogInteraction({ data, meta }, state, facts) {
    if (state.status !== 'absent')
      throw new Refusal('exists', 'interaction-exists', 'the interaction is logged already');
    ensureCustomer(facts.customer);
    const { contactIds = [], ownerId = meta.actor.id, concessions = [], relatedTo = [], ...told } = data;
    return [
      event(InteractionLogged, {
        interactionId: meta.aggregateId,
        ...told,
        contactIds: ensureContacts(contactIds, facts, '/contactIds'),
        ownerId,
        channel: meta.channel ?? refuse('channel-required', 'is required: how did the touch come about?', '/channel'),
        startedAt: meta.occurredAt,
        relatedTo,
        concessions,
        ...amountsOf({ cost: told.cost, concessions }),
      }),
    ];
  },
  CorrectInteraction({ data: { corrected, reason }, meta }, state, facts) {
    const interaction = begun(state, meta);
    if (interaction.status !== 'logged')
      return refuse('not-logged', 'a visit of our pages was recorded by the web site: it cannot be corrected');
    const { clear = [], contactIds, ...told } = corrected;
    clear.forEach((field, at) =>
      ensure(
        told[field] === undefined,
        'set-and-cleared',
        `${field} is both set and cleared`,
        `/corrected/clear/${at}`,
      ),
    );
    ensure(
      told.startedAt === undefined || told.startedAt <= meta.now,
      'in-the-future',
      'must not lie in the future',
      '/corrected/startedAt',
    );
    const values = {
      ...told,
      ...amountsOf(told),
      ...(contactIds && { contactIds: ensureContacts(contactIds, facts, '/corrected/contactIds') }),
    };
    const details = revised<InteractionDetails>(interaction.details, values, clear);
    const changes = changesBetween(interactionFields, interaction.details, details);
    const { interactionId, customerId } = interaction;
    return changes.length === 0 ? [] : [event(InteractionCorrected, { interactionId, customerId, changes, reason })];
  },
};
