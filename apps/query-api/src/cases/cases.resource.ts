import {
  caseKinds,
  casePriorities,
  caseRelations,
  caseSeverities,
  caseStatuses,
  channels,
  complaintDecisions,
  redressKinds,
} from '@touchstream/events';
import { answer } from '@touchstream/platform';
import { cases as view, type CaseDoc } from '@touchstream/views';
import { amountAnswer } from '../answers/index.js';
import { has, is, oneOf, resource, search } from '../reads/index.js';

const { choice, instant, list, money, nullable, object, text, whole } = answer;

function caseAnswer({ complaint, ...rest }: CaseDoc) {
  if (complaint === null) return { ...rest, complaint: null };
  const { redress } = complaint;
  return {
    ...rest,
    complaint: { ...complaint, redress: redress && { ...redress, value: amountAnswer(redress.value) } },
  };
}

const complaint = object({
  acknowledgementDueAt: nullable(instant('By when receipt must be acknowledged.')),
  acknowledgedAt: nullable(instant()),
  acknowledgedBy: nullable(text()),
  decisionDueAt: nullable(instant('By when the complainant was promised a decision.')),
  investigatedAt: nullable(instant()),
  findings: nullable(text()),
  rootCause: nullable(text()),
  responsibleUnit: nullable(text()),
  redress: nullable(
    object({
      kind: choice(redressKinds),
      value: nullable(money()),
      description: nullable(text()),
      state: choice(['offered', 'accepted', 'refused']),
      offeredAt: nullable(instant()),
      answeredAt: nullable(instant()),
    }),
  ),
  decision: nullable(choice(complaintDecisions)),
  decidedAt: nullable(instant()),
  decidedBy: nullable(text()),
  decisionReason: nullable(text()),
  actions: list(
    object({
      id: text(),
      action: text(),
      ownerId: text(),
      dueAt: instant(),
      completedAt: nullable(instant()),
      outcome: nullable(text()),
    }),
  ),
  referrals: list(object({ body: text(), ref: nullable(text()), at: instant() })),
});

const schema = object({
  caseId: text(),
  number: text(),
  kind: choice(caseKinds),
  status: choice(caseStatuses),
  customerId: nullable(text()),
  contactId: nullable(text()),
  channel: nullable(choice(channels)),
  subject: text(),
  description: nullable(text()),
  severity: choice(caseSeverities),
  priority: choice(casePriorities),
  ownerId: nullable(text('Who works on it.')),
  teamId: nullable(text()),
  category: nullable(text()),
  productId: nullable(text()),
  cause: nullable(text()),
  orderId: nullable(text()),
  assetId: nullable(text()),
  entitlementId: nullable(text()),
  openedAt: nullable(instant()),
  autoAcknowledgedAt: nullable(instant()),
  firstRespondedAt: nullable(instant()),
  firstRespondedBy: nullable(text()),
  lastResponseAt: nullable(instant()),
  customerContacts: whole('1 for the opening, plus each reply and each rejected resolution.'),
  lastCustomerContactAt: nullable(instant()),
  responses: whole(),
  notes: whole(),
  escalationLevel: whole('0 where it was never escalated.'),
  escalatedTo: nullable(text()),
  links: list(object({ id: text('The other case.'), relation: choice(caseRelations) })),
  diagnosis: list(text()),
  proposedSolution: nullable(text()),
  resolution: nullable(
    object({ code: text(), articleId: nullable(text()), note: nullable(text()), at: instant(), by: text() }),
  ),
  confirmedAt: nullable(instant()),
  reopenings: whole(),
  closedAt: nullable(instant()),
  closeReason: nullable(text()),
  complaint: nullable(complaint),
  revision: whole('For `If-Match`.'),
});

export const cases = resource({
  view,
  tag: 'Cases and complaints',
  base: '/v1/cases',
  noun: 'case',
  response: schema,
  present: caseAnswer,
  revision: one => one.revision,
  filters: {
    kind: oneOf('kind', 'Only of this kind.', caseKinds),
    status: oneOf('status', 'Only in this status.', caseStatuses),
    open: {
      about: 'Only open ones (open, responded or resolved), or only the others.',
      schema: { type: 'string', enum: ['true', 'false'] },
      condition: value => ({ field: 'isOpen', is: value === 'true' }),
    },
    customerId: is('customerId', 'Only of this customer.'),
    ownerId: is('ownerId', 'Only with this owner.'),
    teamId: is('teamId', 'Only with this team.'),
    priority: oneOf('priority', 'Only of this priority.', casePriorities),
    severity: oneOf('severity', 'Only of this severity.', caseSeverities),
    category: is('category', 'Only of this category.'),
    productId: is('productId', 'Only about this product.'),
    rootCause: is('rootCause', 'Only complaints with this root cause.'),
    decision: oneOf('decision', 'Only complaints decided so.', complaintDecisions),
    contactId: has('contact', 'Only of this contact.'),
    orderId: has('order', 'Only about this order.'),
    number: has('number', 'The one with this number.'),
    acknowledgeBefore: {
      about: 'Only open complaints still to be acknowledged, and before this instant.',
      schema: { type: 'string', format: 'date-time' },
      condition: value => ({ field: 'acknowledgementDueAt', from: '0000', below: new Date(value).toISOString() }),
    },
    q: search,
  },
  orders: {
    newest: { about: 'newest first', field: 'openedAt', direction: 'descending' },
    oldest: { about: 'oldest first', field: 'openedAt', direction: 'ascending' },
    acknowledge: {
      about: 'by when receipt must be acknowledged',
      field: 'acknowledgementDueAt',
      direction: 'ascending',
      isPartial: true,
    },
    closed: { about: 'last closed first', field: 'closedAt', direction: 'descending' },
    number: { about: 'by number', field: 'number', direction: 'ascending' },
  },
});
