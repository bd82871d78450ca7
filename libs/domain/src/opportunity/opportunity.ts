import { DEFAULT_PIPELINE, opportunityEvents } from '@touchstream/events';
import { aggregate } from '../decider/index.js';
import { opportunityCommands } from './commands.js';
import { courseDecisions } from './course.js';
import { evolveOpportunity } from './evolve.js';
import { peopleDecisions } from './people.js';
import type { Opportunity, OpportunityFacts } from './state.js';
import { termsDecisions } from './terms.js';

const processOf = (_: unknown, state: Opportunity) =>
  state.status === 'none' ? {} : { process: { aggregate: 'sales-process', id: state.pipelineId } };

export const opportunity = aggregate<
  Opportunity,
  typeof opportunityCommands,
  typeof opportunityEvents,
  OpportunityFacts
>({
  name: 'opportunity',
  commands: opportunityCommands,
  events: opportunityEvents,
  creates: ['OpenOpportunity'],
  initialState: { status: 'none' },
  customerId: state => (state.status === 'none' ? undefined : state.customerId),
  facts: {
    OpenOpportunity: ({ data: { customerId, pipelineId = DEFAULT_PIPELINE } }) => ({
      customer: { aggregate: 'customer', id: customerId },
      process: { aggregate: 'sales-process', id: pipelineId },
    }),
    ChangeOpportunityStage: processOf,
    WinOpportunity: (command, state) => ({
      ...processOf(command, state),
      order: command.data.orderId === undefined ? undefined : { aggregate: 'order', id: command.data.orderId },
      quote: command.data.quoteId === undefined ? undefined : { aggregate: 'quote', id: command.data.quoteId },
    }),
    LoseOpportunity: processOf,
    AbandonOpportunity: processOf,
    ReopenOpportunity: processOf,
    AddStakeholder: ({ data }) => ({ contact: { aggregate: 'contact', id: data.contactId } }),
    AddOpportunityLine: ({ data }) => ({ product: { aggregate: 'product', id: data.productId } }),
  },
  decide: { ...courseDecisions, ...termsDecisions, ...peopleDecisions },
  evolve: evolveOpportunity,
});
