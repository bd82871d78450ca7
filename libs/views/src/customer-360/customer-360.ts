import { externalRefText } from '@touchstream/events';
import { emailsOf, phonesOf } from '../contacts/card.js';
import { customersOf, distinct, inTurn, view } from '../view/index.js';
import { contactSteps } from './contacts.js';
import { emptyCustomer, type Customer360, type CustomerContact } from './document.js';
import { invoices } from './invoices.js';
import { opportunities } from './opportunities.js';
import { orderSteps } from './orders.js';
import { profile, revisions } from './profile.js';
import { quoteSteps } from './quotes.js';
import { service } from './service.js';
import { standing } from './standing.js';
import { terms } from './terms.js';
import { touches } from './touches.js';

const present = ({ contacts }: Customer360): readonly CustomerContact[] =>
  contacts.filter(contact => contact.departedAt === null);

const fieldsOf = (doc: Customer360) => ({
  name: doc.profile.name,
  kind: doc.kind,
  status: doc.status,
  ownerId: doc.ownerId,
  teamId: doc.teamId,
  tier: doc.tier,
  parentId: doc.parentId,
  country: doc.profile.country,
  ...doc.classification,
  creditHold: doc.credit.hold !== null,
  registeredAt: doc.standing.registeredAt,
  // Nobody was ever in touch with one that is only registered: it has been untouched since then.
  untouchedSince: doc.moments.touch?.last ?? doc.standing.registeredAt,
  nextStepDueAt: doc.nextStep?.dueAt ?? null,
  openCases: doc.openCases.length,
  openOpportunities: doc.openOpportunities.length,
});

/** Customers seen from all sides, keyed by customer id. */
export const customer360 = view<Customer360>({
  name: 'customer-360',
  version: 5,
  keys: customersOf,
  initial: emptyCustomer,
  on: inTurn(
    profile,
    standing,
    terms,
    contactSteps,
    opportunities,
    quoteSteps,
    orderSteps,
    invoices,
    service,
    ...touches,
    revisions,
  ),
  index: doc => ({
    fields: fieldsOf(doc),
    lookups: {
      // Codes and addresses are the same whatever the case of their letters.
      code: distinct([doc.profile.code.toLowerCase()]),
      externalRef: distinct(doc.profile.externalRefs.map(externalRefText)),
      phone: distinct([...doc.profile.phones, ...present(doc).flatMap(phonesOf)]),
      email: distinct([doc.profile.email?.toLowerCase(), ...present(doc).flatMap(emailsOf)]),
      contact: present(doc).map(contact => contact.id),
    },
    text: distinct([
      doc.profile.name,
      doc.profile.code,
      doc.profile.taxId,
      ...doc.profile.externalRefs.map(ref => ref.id),
      ...doc.profile.phones,
      // A contact's numbers beside its name: of a very large customer it is found by both or by neither.
      ...present(doc).flatMap(contact => [contact.name, ...phonesOf(contact)]),
    ]),
  }),
  indexes: [
    { name: 'by-name', fields: ['name'] },
    { name: 'by-touch', fields: ['untouchedSince'] },
    { name: 'owner-by-name', fields: ['ownerId', 'name'] },
    { name: 'owner-by-touch', fields: ['ownerId', 'untouchedSince'] },
    { name: 'tier-by-name', fields: ['tier', 'name'] },
    { name: 'tier-by-touch', fields: ['tier', 'untouchedSince'] },
    { name: 'segment-by-name', fields: ['segment', 'name'] },
    { name: 'segment-by-touch', fields: ['segment', 'untouchedSince'] },
    { name: 'status-by-name', fields: ['status', 'name'] },
    { name: 'status-by-touch', fields: ['status', 'untouchedSince'] },
    { name: 'team-by-name', fields: ['teamId', 'name'] },
    { name: 'by-parent', fields: ['parentId', 'name'] },
    { name: 'by-registration', fields: ['registeredAt'] },
    { name: 'by-next-step', fields: ['ownerId', 'nextStepDueAt'] },
    {
      name: 'counts',
      fields: [
        'kind',
        'status',
        'country',
        'industry',
        'region',
        'type',
        'creditHold',
        'openCases',
        'openOpportunities',
      ],
    },
  ],
});
