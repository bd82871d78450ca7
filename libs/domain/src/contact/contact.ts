import { contactEvents } from '@touchstream/events';
import { aggregate } from '../decider/index.js';
import { decideChannels, evolveChannels } from './channels.js';
import { contactCommands } from './commands.js';
import { decideLinks, evolveLinks } from './links.js';
import type { ContactFacts } from './parts.js';
import { decidePerson, evolvePerson } from './person.js';
import type { Contact } from './state.js';

const customerFact = (id: string | undefined) => ({
  customer: id === undefined ? undefined : { aggregate: 'customer', id },
});

export const contact = aggregate<Contact, typeof contactCommands, typeof contactEvents, ContactFacts>({
  name: 'contact',
  commands: contactCommands,
  events: contactEvents,
  creates: ['RegisterContact'],
  initialState: { status: 'absent' },
  /** The customer a link is about; else the main one, which a new contact has named but is not linked to yet. */
  customerId(state, { data }) {
    if ('customerId' in data) return data.customerId;
    return (state.status === 'absent' ? undefined : state.primaryCustomerId) ?? data.customerIds[0];
  },
  facts: {
    RegisterContact: ({ data: { customerId } }) => customerFact(customerId),
    LinkToCustomer: ({ data: { customerId } }) => customerFact(customerId),
    AddChannel: (_, state) => customerFact(state.status === 'absent' ? undefined : state.primaryCustomerId),
  },
  decide: { ...decidePerson, ...decideLinks, ...decideChannels },
  evolve: { ...evolvePerson, ...evolveLinks, ...evolveChannels },
});
