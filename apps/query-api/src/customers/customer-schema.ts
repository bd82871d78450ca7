import {
  addressUses,
  callDirections,
  callStatuses,
  caseKinds,
  casePriorities,
  caseSeverities,
  caseStatuses,
  channels,
  customerKinds,
  customerTiers,
  directions,
  forecastCategories,
  orderProgress,
  relationshipModels,
} from '@touchstream/events';
import { answer } from '@touchstream/platform';
import { momentKinds } from '@touchstream/views';
import { contactCardProperties } from '../contacts/contacts.resource.js';

const { choice, date, flag, instant, list, money, nullable, number, object, text, whole } = answer;

export const CUSTOMER_STATUSES = ['prospect', 'active', 'churned', 'dormant', 'archived'];

const profile = object({
  code: text(),
  name: text(),
  taxId: nullable(text()),
  country: nullable(text('ISO 3166-1 alpha-2.')),
  website: nullable(text()),
  email: nullable(text()),
  phones: list(text('E.164.')),
  employees: nullable(whole()),
  annualRevenue: nullable(money()),
  foundedYear: nullable(whole()),
  externalRefs: list(object({ system: text(), id: text() })),
});

const standing = object({
  lifecycle: choice(['prospect', 'active', 'churned']),
  dormant: flag(),
  archived: flag(),
  registeredAt: nullable(instant()),
  activatedAt: nullable(instant()),
  dormantSince: nullable(instant()),
  churnedAt: nullable(instant()),
  churnReason: nullable(text()),
  lostTo: nullable(text('The competitor.')),
  wonBackAt: nullable(instant()),
  archivedAt: nullable(instant()),
  archiveReason: nullable(text()),
});

const terms = object({
  netDays: whole('Days from the invoice’s date.'),
  discountDays: nullable(whole()),
  discountPercent: nullable(number()),
  discountClass: nullable(text()),
  taxRule: nullable(text()),
  currency: text(),
  priceBookId: nullable(text()),
  commissionCode: nullable(text()),
});

const credit = object({
  policy: nullable(object({ salesLimit: money(), overdueLimit: money(), currency: text(), grade: text() })),
  hold: nullable(object({ reason: text(), since: instant() })),
  lastReview: nullable(object({ score: number(), agency: text(), note: nullable(text()), at: instant() })),
});

const nextStep = { text: text(), dueAt: instant() };

const openOpportunity = object({
  id: text(),
  name: text(),
  ownerId: text(),
  pipelineId: text(),
  stageId: text(),
  stageName: text(),
  probability: whole('Percent.'),
  forecastCategory: choice(forecastCategories),
  expectedCloseDate: nullable(date()),
  openedAt: instant(),
  stageEnteredAt: instant(),
  stalledAt: nullable(instant()),
  stalled: flag('Whether it is stalled at the instant of the answer.'),
  nextStep: nullable(object(nextStep)),
  amount: money(),
});

const openQuote = object({
  id: text(),
  number: text(),
  name: nullable(text()),
  ownerId: text(),
  opportunityId: nullable(text()),
  status: choice(['draft', 'sent']),
  version: whole(),
  net: money(),
  amount: money('With tax.'),
  validUntil: date(),
  approvalPending: flag(),
});

const openOrder = object({
  id: text(),
  number: text(),
  status: choice(orderProgress),
  held: flag(),
  placedAt: instant(),
  net: money(),
  amount: money('With tax.'),
  promisedDate: nullable(date()),
});

const openInvoice = object({
  id: text(),
  orderId: text(),
  invoiceRef: text(),
  total: money(),
  open: money('What is left to pay.'),
  issuedAt: text(),
  dueDate: date(),
  overdue: flag('Whether it is overdue on the day of the answer (UTC).'),
});

const totals = object({
  currency: text('ISO 4217.'),
  orders: whole('Orders that were not cancelled.'),
  net: money(),
  total: money(),
  invoiced: money(),
  credited: money(),
  paid: money(),
  open: money('What is left to pay of all invoices.'),
  overdue: money('Of that: past its due date.'),
  deals: whole('Won opportunities.'),
  won: money('What they were won for.'),
  pipeline: money('What the open opportunities are worth.'),
});

const COUNTS = [
  'interactions',
  'webVisits',
  'calls',
  'cases',
  'complaints',
  'opportunities',
  'won',
  'lost',
  'abandoned',
  'quotes',
  'quotesAccepted',
  'orders',
  'ordersCancelled',
];

/** The 360° view of a customer, as answered. */
export const customerSchema = object({
  customerId: text(),
  kind: nullable(choice(customerKinds)),
  status: choice(CUSTOMER_STATUSES),
  profile,
  classification: object({
    segment: nullable(text()),
    industry: nullable(text()),
    region: nullable(text()),
    type: nullable(text()),
  }),
  addresses: list(
    object({
      id: text(),
      use: choice(addressUses),
      lines: list(text()),
      city: text(),
      region: nullable(text()),
      postcode: nullable(text()),
      country: text(),
    }),
  ),
  standing,
  ownerId: nullable(text()),
  teamId: nullable(text()),
  tier: nullable(choice(customerTiers)),
  relationshipModel: nullable(choice(relationshipModels)),
  parentId: nullable(text()),
  terms: nullable(terms),
  credit,
  maskedIban: nullable(text()),
  competitors: list(
    object({ id: text(), products: list(text()), share: nullable(number('Part of one.')), seenAt: instant() }),
  ),
  assessment: nullable(
    object(
      { attitude: whole(), potential: whole(), performance: whole(), by: text(), at: instant() },
      { description: '1 to 5 each.' },
    ),
  ),
  contacts: list(
    object({
      id: text(),
      ...contactCardProperties,
      role: nullable(text()),
      isPrimary: flag(),
      from: nullable(date()),
      departedAt: nullable(text()),
    }),
  ),
  openOpportunities: list(openOpportunity),
  openQuotes: list(openQuote),
  openOrders: list(openOrder),
  openInvoices: list(openInvoice),
  openCases: list(
    object({
      id: text(),
      number: text(),
      kind: choice(caseKinds),
      status: choice(caseStatuses),
      subject: text(),
      priority: choice(casePriorities),
      severity: choice(caseSeverities),
      ownerId: nullable(text()),
      teamId: nullable(text()),
      openedAt: instant(),
    }),
  ),
  recentCalls: list(
    object({
      id: text(),
      direction: choice(callDirections),
      status: choice(callStatuses),
      startedAt: instant(),
      agentId: nullable(text()),
      contactId: nullable(text()),
      talkSec: whole(),
      disposition: nullable(text()),
    }),
    'The last five, newest first.',
  ),
  totals: list(totals, 'By currency.'),
  counts: object(Object.fromEntries(COUNTS.map(name => [name, whole()]))),
  moments: object(
    Object.fromEntries(momentKinds.map(kind => [kind, nullable(object({ first: instant(), last: instant() }))])),
    { description: 'The first and the last time of each kind of thing; null where it never happened.' },
  ),
  lastTouches: list(
    object({
      id: choice(channels, 'The channel.'),
      at: instant(),
      type: text(),
      direction: choice(directions),
      by: text(),
    }),
  ),
  nextStep: nullable(object({ ...nextStep, opportunityId: text() })),
  revision: whole('For `If-Match`.'),
});
