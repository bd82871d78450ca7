import { closedStatuses, competitorStrengths, dealRoles, forecastCategories, influences } from '@touchstream/events';
import { answer } from '@touchstream/platform';
import type { PipelineCard } from '@touchstream/views';
import { moneyOf, moneyOrNull } from '../answers/index.js';
import type { Moment } from '../reads/index.js';

const { choice, date, flag, instant, list, money, nullable, number, object, text, whole } = answer;

export const opportunityStatuses = ['open', ...closedStatuses];

/** An opportunity as answered. `stalled` is judged at the time of the answer. */
export function opportunityAnswer(card: PipelineCard, now: Moment) {
  const { currency, lines, amount, wonAmount, ...rest } = card;
  return {
    ...rest,
    amount: moneyOf(amount, currency),
    wonAmount: moneyOrNull(wonAmount, currency),
    weighted: moneyOf((BigInt(amount) * BigInt(card.probability) + 50n) / 100n, currency),
    stalled: card.status === 'open' && card.stalledAt !== null && now.hasCome(card.stalledAt),
    lines: lines.map(line => ({ ...line, price: moneyOf(line.price, currency), net: moneyOf(line.net, currency) })),
  };
}

export const opportunitySchema = object({
  opportunityId: text(),
  customerId: nullable(text()),
  name: text(),
  pipelineId: text(),
  pipelineVersion: whole('The version of the sales process it follows.'),
  stageId: text(),
  stageName: text(),
  stageOrder: whole(),
  status: choice(opportunityStatuses),
  ownerId: nullable(text()),
  amount: money('What the deal is worth.'),
  weighted: money('Amount × probability, rounded half away from zero.'),
  probability: whole('Percent.'),
  forecastCategory: choice(forecastCategories),
  expectedCloseDate: nullable(date()),
  openedAt: nullable(instant()),
  stageEnteredAt: nullable(instant()),
  rotAfterDays: nullable(whole('Days in the stage after which it counts as stalled.')),
  stalledAt: nullable(
    instant('From when on it counts as stalled: by the limit of its stage, or where that has none, by the mark.'),
  ),
  stalled: flag('Whether it is stalled now.'),
  nextStep: nullable(object({ text: text(), dueAt: instant() })),
  closedAt: nullable(instant('When it was last closed.')),
  lostReason: nullable(text()),
  lostTo: nullable(text()),
  wonReasons: list(text()),
  wonAmount: nullable(money()),
  orderId: nullable(text()),
  quoteId: nullable(text()),
  leadSource: nullable(text()),
  leadId: nullable(text()),
  partnerId: nullable(text()),
  competitors: list(object({ id: text(), strength: choice(competitorStrengths) })),
  stakeholders: list(object({ id: text('The contact.'), role: choice(dealRoles), influence: choice(influences) })),
  team: list(text()),
  creditSplit: list(object({ userId: text(), share: number() })),
  lines: list(
    object({
      id: text(),
      productId: text(),
      name: text(),
      qty: number(),
      price: money('Of one unit.'),
      discount: number('Percent.'),
      net: money(),
    }),
  ),
  revision: whole('For `If-Match`.'),
});
