import { event, PortfolioHandedOver, portfolioEvents } from '@touchstream/events';
import { ensureCustomer, type AssignOwner, type Customer } from '../customer/index.js';
import { aggregate, ensure, ensureNotBefore, type CommandBody } from '../decider/index.js';
import { portfolioCommands } from './commands.js';

/** The customers to hand over, each under its id. */
export type PortfolioFacts = Readonly<Record<string, Customer>>;

/**
 * What an owner has handed over. A hand-over touches many customers, and a command changes one stream: so it stands as
 * one event in the old owner's stream, and each customer is assigned in consequence, by {@link assignmentsOf}.
 */
export const portfolio = aggregate<object, typeof portfolioCommands, typeof portfolioEvents, PortfolioFacts>({
  name: 'portfolio',
  commands: portfolioCommands,
  events: portfolioEvents,
  creates: ['HandOverPortfolio'],
  identify: { HandOverPortfolio: ({ from }) => from },
  initialState: {},
  customerId: () => undefined,
  facts: {
    HandOverPortfolio: ({ data: { customerIds } }) =>
      Object.fromEntries(customerIds.map(id => [id, { aggregate: 'customer', id }])),
  },
  decide: {
    HandOverPortfolio({ data, meta }, _, customers) {
      ensure(data.from !== data.to, 'same-owner', 'must be somebody else', '/to');
      data.customerIds.forEach((id, at) => {
        const customer = customers[id];
        const field = `/customerIds/${at}`;
        ensureCustomer(customer, field);
        ensureNotBefore(customer.registeredAt, meta, field);
        ensure(customer.ownerId === data.from, 'not-the-owner', 'has another owner', field);
      });
      return [event(PortfolioHandedOver, { ...data, customerIds: [...new Set(data.customerIds)] })];
    },
  },
  evolve: { 'portfolio.handed-over': state => state },
});

/** The commands that follow from a hand-over: `AssignOwner` for each customer. */
export const assignmentsOf = ({ from, to, teamId, customerIds, note }: PortfolioHandedOver) =>
  customerIds.map(customerId => ({
    customerId,
    body: {
      ownerId: to,
      fromOwnerId: from,
      ...(teamId && { teamId }),
      ...(note && { reason: note }),
    } satisfies Omit<AssignOwner, keyof CommandBody>,
  }));
