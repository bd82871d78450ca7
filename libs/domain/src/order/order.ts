import { orderEvents } from '@touchstream/events';
import { aggregate, type FactReference } from '../decider/index.js';
import { billingDecisions } from './billing.js';
import { orderCommands } from './commands.js';
import { courseDecisions } from './course.js';
import { evolveOrder } from './evolve.js';
import { shippingDecisions } from './shipping.js';
import type { Order, OrderFacts } from './state.js';

const named = (kind: string, id: string | undefined): FactReference | undefined =>
  id === undefined ? undefined : { aggregate: kind, id };

const customerOf = (_: unknown, state: Order) => ({
  customer: named('customer', state.status === 'none' ? undefined : state.customerId),
});

export const order = aggregate<Order, typeof orderCommands, typeof orderEvents, OrderFacts>({
  name: 'order',
  commands: orderCommands,
  events: orderEvents,
  creates: ['PlaceOrder'],
  initialState: { status: 'none' },
  customerId: state => (state.status === 'none' ? undefined : state.customerId),
  facts: {
    PlaceOrder: ({ data }) => ({
      customer: named('customer', data.customerId),
      quote: named('quote', data.quoteId),
      opportunity: named('opportunity', data.opportunityId),
    }),
    ConfirmOrder: customerOf,
    ReleaseOrder: customerOf,
  },
  claims: {
    PlaceOrder: ({ data: { number, quoteId } }) => [
      ...(number === undefined ? [] : [{ kind: 'order-number', value: number, field: '/number' }]),
      ...(quoteId === undefined ? [] : [{ kind: 'ordered-quote', value: quoteId, field: '/quoteId' }]),
    ],
  },
  // A cancelled order keeps its number, but lets its quote be ordered anew.
  holds: (state, { kind, value }) =>
    state.status !== 'none' &&
    (kind === 'order-number' ? state.number === value : state.quoteId === value && state.status !== 'cancelled'),
  decide: { ...courseDecisions, ...shippingDecisions, ...billingDecisions },
  evolve: evolveOrder,
});
