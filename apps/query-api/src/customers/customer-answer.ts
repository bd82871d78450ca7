import type { Money } from '@touchstream/events';
import {
  RECENT_CALLS,
  type Amount,
  type Customer360,
  type OpenCase,
  type OpenInvoice,
  type OpenOrder,
} from '@touchstream/views';
import { amountAnswer, moneyOf, withMoney } from '../answers/index.js';
import type { Moment } from '../reads/index.js';

/** Something of an amount and a currency as answered. */
const priced = <T extends { readonly minor: number; readonly currency: string }>({ minor, currency, ...rest }: T) => ({
  ...rest,
  amount: moneyOf(minor, currency),
});

const invoiceAnswer = ({ total, ...invoice }: OpenInvoice, now: Moment) => {
  const { amount, ...rest } = priced(invoice);
  return { ...rest, open: amount, total: moneyOf(total, invoice.currency), overdue: now.isOver(invoice.dueDate) };
};

/** Without what its status follows from. */
function orderAnswer({ net, ...order }: OpenOrder) {
  const { course: _, ...rest } = priced(order);
  return { ...rest, net: moneyOf(net, order.currency) };
}

function caseAnswer(one: OpenCase) {
  const { answered: _, ...rest } = one;
  return rest;
}

const sumOf = (amounts: readonly Amount[], of: string): Money =>
  moneyOf(
    amounts.filter(({ currency }) => currency === of).reduce((sum, { minor }) => sum + BigInt(minor), 0n),
    of,
  );

/** A customer as answered. What depends on the day (overdue, stalled) is judged at the instant of the answer. */
export function customerAnswer(customer: Customer360, now: Moment) {
  const { totals, credit, openInvoices, openOpportunities, openQuotes, openOrders, openCases, profile } = customer;
  const overdue = openInvoices.filter(invoice => now.isOver(invoice.dueDate));
  return {
    ...customer,
    profile: { ...profile, annualRevenue: amountAnswer(profile.annualRevenue) },
    credit: {
      ...credit,
      policy: credit.policy && withMoney(credit.policy, credit.policy.currency, 'salesLimit', 'overdueLimit'),
    },
    openOpportunities: openOpportunities.map(one => ({
      ...priced(one),
      stalled: one.stalledAt !== null && now.hasCome(one.stalledAt),
    })),
    openQuotes: openQuotes.map(({ net, ...one }) => ({ ...priced(one), net: moneyOf(net, one.currency) })),
    openOrders: openOrders.map(orderAnswer),
    openInvoices: openInvoices.map(one => invoiceAnswer(one, now)),
    openCases: openCases.map(caseAnswer),
    recentCalls: customer.recentCalls.slice(0, RECENT_CALLS),
    totals: Object.keys(totals)
      .sort()
      .map(currency => ({
        currency,
        ...withMoney(totals[currency]!, currency, 'net', 'total', 'invoiced', 'credited', 'paid', 'won'),
        open: sumOf(openInvoices, currency),
        overdue: sumOf(overdue, currency),
        pipeline: sumOf(openOpportunities, currency),
      })),
  };
}
