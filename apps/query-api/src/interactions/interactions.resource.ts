import { channels, concessionTypes, costKinds, directions, relatedKinds } from '@touchstream/events';
import { answer } from '@touchstream/platform';
import { interactions as view, type InteractionDoc } from '@touchstream/views';
import { amountAnswer, moneyOf } from '../answers/index.js';
import { has, is, oneOf, resource, search } from '../reads/index.js';

const { choice, instant, list, money, nullable, number, object, text, whole } = answer;

const interactionAnswer = (interaction: InteractionDoc) => ({
  ...interaction,
  cost: amountAnswer(interaction.cost),
  concessions: interaction.concessions.map(one => ({ ...one, value: amountAnswer(one.value) })),
  costsToServe: interaction.costsToServe.map(({ kind, basis, minor, currency }) => ({
    kind,
    basis,
    amount: moneyOf(minor, currency),
  })),
});

const schema = object({
  interactionId: text(),
  customerId: nullable(text()),
  contactIds: list(text()),
  ownerId: nullable(text('Who of us it was.')),
  channel: nullable(choice(channels)),
  direction: nullable(choice(directions)),
  place: nullable(text()),
  startedAt: nullable(instant()),
  durationMin: nullable(number()),
  subject: nullable(text()),
  summary: nullable(text()),
  summaryRef: nullable(text('Where a longer report is kept.')),
  cost: nullable(money('What the touch itself has cost us.')),
  concessions: list(object({ type: choice(concessionTypes), value: nullable(money()), note: nullable(text()) })),
  relatedTo: list(object({ kind: choice(relatedKinds), id: text() })),
  documents: list(
    object({ id: text(), name: nullable(text()), hash: text('SHA-256.'), size: whole('Bytes.'), mime: text() }),
  ),
  costsToServe: list(object({ kind: choice(costKinds), basis: nullable(text()), amount: money() })),
  corrections: whole(),
  webVisit: nullable(
    object({
      anonymousId: text(),
      referrer: nullable(text()),
      pages: list(object({ url: text(), title: nullable(text()), at: nullable(text()), seconds: nullable(number()) })),
    }),
  ),
  revision: whole('For `If-Match`.'),
});

export const interactions = resource({
  view,
  tag: 'Interactions',
  base: '/v1/interactions',
  noun: 'interaction',
  response: schema,
  present: interactionAnswer,
  revision: one => one.revision,
  filters: {
    customerId: is('customerId', 'Only with this customer.'),
    ownerId: is('ownerId', 'Only of this owner.'),
    channel: oneOf('channel', 'Only by this channel.', channels),
    contactId: has('contact', 'Only with this contact.'),
    related: has('related', 'Only related to this record, as `opportunity:<id>`.'),
    anonymousId: has('visitor', 'Only of this web visitor.'),
    q: search,
  },
  orders: {
    newest: { about: 'newest first', field: 'startedAt', direction: 'descending' },
    oldest: { about: 'oldest first', field: 'startedAt', direction: 'ascending' },
  },
});
