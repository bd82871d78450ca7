import type { OpportunityLineData } from '@touchstream/events';
import { drop, put } from '../keyed/index.js';
import { minorOf } from '../money/index.js';
import type { View } from '../view/index.js';
import type { CardLine, PipelineCard } from './card.js';

const lineOf = ({ lineId, productId, name, qty, price, discount, net }: Readonly<OpportunityLineData>): CardLine => ({
  id: lineId,
  productId,
  name,
  qty,
  price: minorOf(price),
  discount,
  net: minorOf(net),
});
const withLine = (card: PipelineCard, data: Readonly<OpportunityLineData>): PipelineCard => ({
  ...card,
  lines: put(card.lines, lineOf(data)),
});

/** What a deal is worth and how sure it is; who takes part in it. */
export const terms: View<PipelineCard>['on'] = {
  'opportunity.amount-revised': (card, { data }) => ({ ...card, amount: minorOf(data.new) }),
  'opportunity.close-date-revised': (card, { data }) => ({ ...card, expectedCloseDate: data.new }),
  'opportunity.probability-overridden': (card, { data }) => ({ ...card, probability: data.new }),
  'opportunity.forecast-category-set': (card, { data }) => ({ ...card, forecastCategory: data.to }),
  'opportunity.line-added': (card, { data }) => withLine(card, data),
  'opportunity.line-changed': (card, { data }) => withLine(card, data),
  'opportunity.line-removed': (card, { data }) => ({ ...card, lines: drop(card.lines, data.lineId) }),
  'opportunity.stakeholder-added': (card, { data: { contactId, role, influence } }) => ({
    ...card,
    stakeholders: put(card.stakeholders, { id: contactId, role, influence }),
  }),
  'opportunity.competitor-added': (card, { data: { competitorId, strength } }) => ({
    ...card,
    competitors: put(card.competitors, { id: competitorId, strength }),
  }),
  'opportunity.team-changed': (card, { data: { added, removed } }) => ({
    ...card,
    team: [...card.team.filter(one => !removed.includes(one) && !added.includes(one)), ...added],
  }),
  'opportunity.credit-split-set': (card, { data }) => ({ ...card, creditSplit: data.splits }),
  'opportunity.next-step-set': (card, { data: { text, dueAt } }) => ({ ...card, nextStep: { text, dueAt } }),
  'opportunity.transferred': (card, { data }) => ({ ...card, ownerId: data.to }),
};
