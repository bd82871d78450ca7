import { HandOverPortfolio } from '@touchstream/domain';
import { Offer } from '../company/offer.js';
import { handOver, staff } from '../company/staff.js';
import type { Account } from '../customers/account.js';
import { Population } from '../customers/population.js';
import { closing, knownCustomers } from '../known/index.js';
import { END } from './calendar.js';
import { History, type Step } from './history.js';
import { numbered } from './numbering.js';

/** One of the sellers leaves: the customers are handed over at once. That each is assigned follows from it. */
function handOverOf(accounts: readonly Account[], tenantId: string): History {
  const history = new History('hand-over', tenantId);
  const { at, from, to } = handOver;
  const customers = accounts.filter(({ profile }) => profile.owner === from && profile.since < at);
  const customerIds = customers.map(({ customerId }) => customerId);
  const note = `${from} leaves the company.`;
  history.create(HandOverPortfolio, { at, by: staff.headOfSales }, { from, to, customerIds, note });
  history.alone();
  return history;
}

/**
 * The whole demo as commands, in the order in which they were entered. What would be entered after its end is left out:
 * as each command only needs what was entered before it, the rest holds together. The last command
 * makes a record.
 */
export function demoPlan(tenantId: string): readonly Step[] {
  const offer = new Offer(tenantId);
  const world = { offer, tenantId };
  const known = knownCustomers(world);
  const accounts = [...known, ...new Population(world).accounts];
  const histories = [
    offer.history,
    ...accounts.map(({ history }) => history),
    handOverOf(accounts, tenantId),
    closing(world, known[0]),
  ];
  const steps = histories.flatMap(history => history.steps).filter(({ enteredAt }) => enteredAt <= END);
  return numbered(steps.sort((one, other) => one.enteredAt - other.enteredAt));
}
