import { cancellingParties, channels, holdReasons, orderProgress } from '@touchstream/events';
import { answer } from '@touchstream/platform';
import { orders as view, type OrderDoc } from '@touchstream/views';
import { lineAnswer, lineProperties, totalsAnswer, totalsSchema, withMoney } from '../answers/index.js';
import { has, is, oneOf, resource, search, type Moment } from '../reads/index.js';

const { choice, date, flag, instant, list, money, nullable, number, object, text, whole } = answer;
const STATUSES = [...orderProgress, 'completed', 'cancelled'];

/** An order as answered. An invoice is overdue on every day after its due date while something of it is open. */
function orderAnswer(order: OrderDoc, now: Moment) {
  const { currency } = order;
  return {
    ...order,
    lines: order.lines.map(line => lineAnswer(line, currency)),
    totals: totalsAnswer(order.totals, currency),
    invoices: order.invoices.map(invoice => ({
      ...withMoney(invoice, currency, 'net', 'tax', 'total', 'credited', 'paid', 'open', 'overpaid'),
      overdue: invoice.open > 0 && now.isOver(invoice.dueDate),
    })),
    money: withMoney(order.money, currency, 'invoiced', 'credited', 'paid', 'open'),
    margin: order.margin === null ? null : withMoney(order.margin, currency, 'revenue', 'cost'),
  };
}

const address = object({
  recipient: nullable(text()),
  lines: list(text()),
  city: text(),
  region: nullable(text()),
  postcode: nullable(text()),
  country: text('ISO 3166-1 alpha-2.'),
});

const shipment = object({
  id: text(),
  shippedAt: instant(),
  carrier: nullable(text()),
  tracking: nullable(text()),
  lines: list(object({ lineId: text(), productId: text(), qty: number(), serials: list(text()) })),
  deliveredAt: nullable(instant()),
  receivedBy: nullable(text()),
});

const invoice = object({
  id: text('Its reference in the ERP system.'),
  issuedAt: text('When it was issued.'),
  dueDate: date(),
  net: money(),
  tax: money(),
  total: money('net + tax'),
  credited: money(),
  paid: money(),
  open: money('What is left to pay.'),
  overpaid: money(),
  overdue: flag('Whether it is overdue today (UTC).'),
});

const schema = object({
  orderId: text(),
  number: text(),
  customerId: nullable(text()),
  ownerId: nullable(text()),
  quoteId: nullable(text()),
  quoteVersion: nullable(whole()),
  opportunityId: nullable(text()),
  channel: nullable(choice(channels)),
  customerRef: nullable(text('The customer’s own number for it.')),
  erpRef: nullable(text('Its number in the ERP system.')),
  status: choice(STATUSES),
  heldFor: nullable(choice(holdReasons, 'Why it is held.')),
  currency: text('ISO 4217.'),
  lines: list(object({ ...lineProperties, shippedQty: number() })),
  totals: totalsSchema,
  shipTo: nullable(address),
  billTo: nullable(address),
  placedAt: nullable(instant()),
  confirmedAt: nullable(instant()),
  requestedDate: nullable(date()),
  promisedDate: nullable(date()),
  shippedAt: nullable(instant()),
  deliveredAt: nullable(instant()),
  completedAt: nullable(instant()),
  cancelledAt: nullable(instant()),
  cancelledBy: nullable(choice(cancellingParties)),
  cancelReason: nullable(text()),
  shipments: list(shipment),
  invoices: list(invoice),
  money: object(
    { invoiced: money(), credited: money(), paid: money(), open: money('What is left to pay of the invoices.') },
    { description: 'Sums over the order. What was paid or credited counts also as of a date before its invoice.' },
  ),
  margin: nullable(object({ revenue: money(), cost: money() })),
  revision: whole('For `If-Match`.'),
});

export const orders = resource({
  view,
  tag: 'Orders',
  base: '/v1/orders',
  noun: 'order',
  response: schema,
  present: orderAnswer,
  revision: order => order.revision,
  filters: {
    status: oneOf('status', 'Only in this status.', STATUSES),
    heldFor: oneOf('heldFor', 'Only held for this reason.', holdReasons),
    customerId: is('customerId', 'Only of this customer.'),
    ownerId: is('ownerId', 'Only of this owner.'),
    opportunityId: is('opportunityId', 'Only of this opportunity.'),
    channel: oneOf('channel', 'Only placed by this channel.', channels),
    number: has('number', 'The one with this number: ours, the customer’s or the ERP system’s.'),
    invoiceId: has('invoice', 'The one with this invoice.'),
    productId: has('product', 'Only with this product.'),
    dueBefore: {
      about: 'Only with an open invoice due before this date.',
      schema: { type: 'string', format: 'date' },
      condition: below => ({ field: 'dueDate', from: '0000', below }),
    },
    q: search,
  },
  orders: {
    newest: { about: 'newest first', field: 'placedAt', direction: 'descending' },
    oldest: { about: 'oldest first', field: 'placedAt', direction: 'ascending' },
    due: { about: 'by the earliest open due date', field: 'dueDate', direction: 'ascending', isPartial: true },
    promised: { about: 'by promised date', field: 'promisedDate', direction: 'ascending', isPartial: true },
    number: { about: 'by number', field: 'number', direction: 'ascending' },
  },
});
