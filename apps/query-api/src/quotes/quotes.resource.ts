import { answer } from '@touchstream/platform';
import { quotes as view, type QuoteDoc } from '@touchstream/views';
import { lineAnswer, lineSchema, totalsAnswer, totalsSchema, withMoney } from '../answers/index.js';
import { has, is, oneOf, resource, search } from '../reads/index.js';

const { choice, date, instant, list, money, nullable, number, object, text, whole } = answer;
const STATUSES = ['draft', 'sent', 'accepted', 'rejected', 'expired', 'withdrawn'];
const APPROVALS = ['pending', 'approved', 'rejected'];

function quoteAnswer(quote: QuoteDoc) {
  const { currency, lines, draftLines, totals, versions, discount, discountDepth } = quote;
  return {
    ...quote,
    lines: lines.map(line => lineAnswer(line, currency)),
    draftLines: draftLines?.map(line => lineAnswer(line, currency)) ?? null,
    totals: totalsAnswer(totals, currency),
    versions: versions.map(one => ({ ...one, totals: totalsAnswer(one.totals, currency) })),
    discount: discount === null ? null : withMoney(discount, currency, 'amount'),
    discountDepth: discountDepth === null ? null : discountDepth / 100,
  };
}

const approval = object({
  state: choice(APPROVALS),
  rule: text('Why approval is needed.'),
  depthPct: number('The deepest discount, in percent of list.'),
  requestedBy: text(),
  requestedAt: instant(),
  approvers: list(text()),
  decidedBy: nullable(text()),
  decidedAt: nullable(instant()),
  note: nullable(text()),
});

const schema = object({
  quoteId: text(),
  number: text(),
  name: nullable(text()),
  customerId: nullable(text()),
  opportunityId: nullable(text()),
  ownerId: nullable(text()),
  status: choice(STATUSES),
  version: whole(),
  versions: list(
    object({
      version: whole(),
      startedAt: instant(),
      sentAt: nullable(instant()),
      validUntil: date(),
      totals: totalsSchema,
    }),
  ),
  currency: text('ISO 4217.'),
  priceBookId: nullable(text()),
  priceBookVersion: nullable(whole()),
  validUntil: nullable(date('Last day on which it can be accepted.')),
  terms: nullable(text()),
  lines: list(lineSchema),
  draftLines: nullable(list(lineSchema, 'Once it is sent: the lines before a discount on the whole.')),
  totals: totalsSchema,
  discount: nullable(
    object({ pct: nullable(number('Percent of net.')), amount: nullable(money()), reason: nullable(text()) }),
  ),
  discountDepth: nullable(number('discount ÷ list, in percent.')),
  approval: nullable(approval),
  draftedAt: nullable(instant()),
  sentAt: nullable(instant()),
  sentTo: list(text('A contact.')),
  views: whole(),
  lastViewedAt: nullable(instant()),
  closedAt: nullable(instant()),
  reason: nullable(text()),
  acceptedBy: nullable(text()),
  signedBy: nullable(text()),
  revision: whole('For `If-Match`.'),
});

export const quotes = resource({
  view,
  tag: 'Quotes',
  base: '/v1/quotes',
  noun: 'quote',
  response: schema,
  present: quoteAnswer,
  revision: quote => quote.revision,
  filters: {
    status: oneOf('status', 'Only in this status.', STATUSES),
    approval: oneOf('approval', 'Only with an approval in this state.', APPROVALS),
    customerId: is('customerId', 'Only of this customer.'),
    opportunityId: is('opportunityId', 'Only of this opportunity.'),
    ownerId: is('ownerId', 'Only of this owner.'),
    number: has('number', 'The one with this number.'),
    productId: has('product', 'Only with this product.'),
    contactId: has('contact', 'Only sent to this contact.'),
    validBefore: {
      about: 'Only valid until a day before this date.',
      schema: { type: 'string', format: 'date' },
      condition: below => ({ field: 'validUntil', below }),
    },
    q: search,
  },
  orders: {
    newest: { about: 'newest first', field: 'draftedAt', direction: 'descending' },
    expiring: { about: 'by last day of validity', field: 'validUntil', direction: 'ascending' },
    closed: { about: 'last closed first', field: 'closedAt', direction: 'descending' },
    depth: { about: 'deepest discount first', field: 'discountDepth', direction: 'descending' },
    number: { about: 'by number', field: 'number', direction: 'ascending' },
  },
});
