import { customerEvents } from '@touchstream/events';
import { aggregate } from '../decider/index.js';
import { decideAddresses, evolveAddresses } from './addresses.js';
import { customerClaims, customerCode, holdsValue } from './identity.js';
import type { CustomerFacts } from './parts.js';
import { profileCommands } from './profile-commands.js';
import { decideProfile, evolveProfile } from './profile.js';
import { decideRegistration } from './registration.js';
import { standingCommands } from './standing-commands.js';
import { decideStanding, evolveStanding } from './standing.js';
import type { Customer } from './state.js';
import { termsCommands } from './terms-commands.js';
import { decideTerms, evolveTerms } from './terms.js';

export const customerCommands = { ...profileCommands, ...standingCommands, ...termsCommands };

export const customer = aggregate<Customer, typeof customerCommands, typeof customerEvents, CustomerFacts>({
  name: 'customer',
  commands: customerCommands,
  events: customerEvents,
  creates: ['RegisterCustomer'],
  initialState: { status: 'absent' },
  customerId: (_, { data }) => data.customerId,
  facts: {
    SetParentCustomer: ({ data: { parentId } }) => ({
      parent: parentId === undefined ? undefined : { aggregate: 'customer', id: parentId },
    }),
    ActivateCustomer: ({ data: { firstOrderId } }) => ({
      order: firstOrderId === undefined ? undefined : { aggregate: 'order', id: firstOrderId },
    }),
  },
  claims: {
    RegisterCustomer: ({ data: { code, externalRefs }, meta }) =>
      customerClaims(code ?? customerCode(meta.aggregateId), externalRefs),
    ChangeCustomerProfile: ({ data: { code, externalRefs } }) => customerClaims(code, externalRefs),
  },
  holds: holdsValue,
  decide: { ...decideRegistration, ...decideProfile, ...decideAddresses, ...decideStanding, ...decideTerms },
  evolve: { ...evolveProfile, ...evolveAddresses, ...evolveStanding, ...evolveTerms },
});
