import {
  amendableFields,
  event,
  OrderAmended,
  OrderCancelled,
  OrderCompleted,
  OrderConfirmed,
  OrderHeld,
  OrderPlaced,
  OrderReleased,
} from '@touchstream/events';
import { isDeepStrictEqual } from 'node:util';
import { ensureCustomer, type Customer } from '../customer/index.js';
import {
  ensure,
  ensureFollows,
  ensureFollowsOther,
  isOnHold,
  missing,
  refuse,
  repeats,
  type Command,
  type CommandMeta,
} from '../decider/index.js';
import { numberFor } from '../numbering/index.js';
import type { Line } from '../pricing/index.js';
import { offeredLines } from '../quote/index.js';
import type { PlaceOrder } from './course-commands.js';
import { currencyOf, pricedLines } from './lines.js';
import { completion, isDelivered, isShipped, progressOf, shippedQty } from './shipping.js';
import {
  ensureInOrder,
  ensureNoHold,
  ensureNotHeld,
  existing,
  open,
  orderTotals,
  type OrderDefinition,
  type OrderFacts,
  type PlacedOrder,
} from './state.js';

type Placing = Command<typeof PlaceOrder>;

/** What is ordered: what the accepted quote says, or the lines of the command. */
function ordered({ data, meta }: Placing, { quote }: OrderFacts) {
  if (data.quoteId === undefined) {
    if (data.lines === undefined) return refuse('lines-required', 'an order needs lines or a quote', '/lines');
    const currency = currencyOf(data.lines);
    return { currency, lines: pricedLines(data.lines, currency, meta), opportunityId: data.opportunityId };
  }
  ensure(data.lines === undefined, 'lines-from-quote', 'an order of a quote has the lines of the quote', '/lines');
  if (quote === undefined || quote.status === 'none')
    return missing('unknown-quote', 'there is no such quote', '/quoteId');
  ensure(quote.customerId === data.customerId, 'other-customer', "the quote is another customer's", '/quoteId');
  ensure(quote.status === 'accepted', 'quote-not-accepted', `the quote is ${quote.status}, not accepted`, '/quoteId');
  ensureFollowsOther(quote.movedAt, 'the quote was accepted', meta);
  ensure(
    data.opportunityId === undefined || data.opportunityId === quote.opportunityId,
    'other-opportunity',
    'the quote is of another opportunity',
    '/opportunityId',
  );
  return {
    currency: quote.currency,
    lines: offeredLines(quote),
    opportunityId: quote.opportunityId,
    quoteVersion: quote.version,
  };
}

function ensureOwnOpportunity({ data }: Placing, { opportunity }: OrderFacts): void {
  if (data.opportunityId === undefined) return;
  if (opportunity === undefined || opportunity.status === 'none')
    return missing('unknown-opportunity', 'there is no such opportunity', '/opportunityId');
  ensure(
    opportunity.customerId === data.customerId,
    'other-customer',
    "the opportunity is another customer's",
    '/opportunityId',
  );
}

function ensureCredit(customer: Customer | undefined, meta: CommandMeta): void {
  const onHold = customer !== undefined && customer.status !== 'absent' && isOnHold(customer.creditHold, meta);
  ensure(!onHold, 'credit-hold', 'the customer is on credit hold');
}

/** What was shipped of a line stays in the order. */
function ensureKeepsShipped(order: PlacedOrder, lines: readonly Line[]): void {
  for (const { lineId, productId } of order.lines) {
    const shipped = shippedQty(order, lineId);
    if (shipped === 0) continue;
    const at = lines.findIndex(line => line.lineId === lineId && line.productId === productId);
    ensure(at !== -1, 'line-shipped', 'a line of which something was shipped stays in the order', '/lines');
    ensure(
      lines[at]!.qty >= shipped,
      'below-shipped',
      'more was shipped of the line than would be ordered',
      `/lines/${at}/qty`,
    );
  }
}

const sameIfGiven = (given: unknown, now: unknown) => given === undefined || isDeepStrictEqual(given, now);

export const courseDecisions = {
  PlaceOrder(command, _, facts) {
    const { data, meta } = command;
    ensureCustomer(facts.customer);
    ensureOwnOpportunity(command, facts);
    const { number, lines: __, ownerId = meta.actor.id, ...rest } = data;
    const order = ordered(command, facts);
    const orderId = meta.aggregateId;
    const placed = event(OrderPlaced, {
      orderId,
      number: numberFor('O', orderId, number),
      placedAt: meta.occurredAt,
      totals: orderTotals(order),
      ownerId,
      ...rest,
      ...order,
    });
    return isOnHold(facts.customer.creditHold, meta)
      ? [placed, event(OrderHeld, { orderId, reason: 'credit', at: meta.occurredAt })]
      : [placed];
  },
  ConfirmOrder({ data: { promisedDate, erpRef }, meta }, state, { customer }) {
    const order = open(state, meta);
    const known = sameIfGiven(promisedDate, order.promisedDate) && sameIfGiven(erpRef, order.erpRef);
    if (order.status === 'confirmed' && known) return [];
    ensureNotHeld(order, meta);
    ensureCredit(customer, meta);
    return [
      event(OrderConfirmed, {
        orderId: meta.aggregateId,
        promisedDate: promisedDate ?? order.promisedDate,
        erpRef: erpRef ?? order.erpRef,
      }),
    ];
  },
  ChangeOrder({ data, meta }, state) {
    const order = open(state, meta);
    const lines = data.lines === undefined ? undefined : pricedLines(data.lines, order.currency, meta);
    const values = { ...data, lines };
    const changed = amendableFields.filter(field => !sameIfGiven(values[field], order[field]));
    if (changed.length === 0) return [];
    if (changed.includes('lines')) ensureInOrder(order, meta);
    if (lines !== undefined) ensureKeepsShipped(order, lines);
    const orderId = meta.aggregateId;
    const now = { ...order, lines: lines ?? order.lines };
    const amended = event(OrderAmended, {
      orderId,
      changed,
      ...Object.fromEntries(changed.map(field => [field, values[field]])),
      totals: orderTotals(now),
      oldTotals: orderTotals(order),
      status: progressOf(now),
      at: meta.occurredAt,
    });
    // What had not gone out yet may be left out of it: then nothing is still to come.
    return changed.includes('lines') ? [amended, ...completion(now, meta)] : [amended];
  },
  CancelOrder({ data, meta }, state) {
    if (state.status !== 'none' && state.cancellation && repeats(data, state.cancellation)) return [];
    const order = open(state, meta);
    ensure(
      order.shipments.size === 0,
      'order-shipped',
      'something in the order was shipped: it comes back as a return',
    );
    ensureInOrder(order, meta);
    const { reason, by } = data;
    return [event(OrderCancelled, { orderId: meta.aggregateId, reason, by, totals: orderTotals(order) })];
  },
  HoldOrder({ data, meta }, state) {
    const order = open(state, meta);
    if (order.hold !== undefined && repeats(data, order.hold)) return [];
    ensureNoHold(order);
    ensureFollows(order.release?.at, 'the hold before was released', meta);
    const { reason, note } = data;
    return [event(OrderHeld, { orderId: meta.aggregateId, reason, note, at: meta.occurredAt })];
  },
  ReleaseOrder({ data: { note }, meta }, state, { customer }) {
    const order = open(state, meta);
    if (order.hold === undefined) {
      if (repeats({ note }, order.release ?? { note })) return [];
      return refuse('order-not-held', 'the order is released already');
    }
    const { reason, since } = order.hold;
    ensureFollows(since, 'the order was held', meta);
    if (reason === 'credit') ensureCredit(customer, meta);
    const released = event(OrderReleased, { orderId: meta.aggregateId, reason, note, at: meta.occurredAt });
    return [released, ...completion({ ...order, hold: undefined }, meta)];
  },
  CompleteOrder({ data: { withoutShipment = false }, meta }, state) {
    const order = existing(state, meta);
    if (order.status === 'completed') return [];
    ensureNoHold(open(order, meta));
    ensure(
      isShipped(order) || (withoutShipment && order.shipments.size === 0),
      'not-shipped',
      'something in the order was not shipped',
    );
    ensure(isDelivered(order), 'not-delivered', 'a shipment of the order was not delivered');
    ensureInOrder(order, meta);
    return [event(OrderCompleted, { orderId: meta.aggregateId, totals: orderTotals(order) })];
  },
} satisfies Partial<OrderDefinition['decide']>;
