import type { OpportunityClosing, OpportunityEntry, OpportunityLineData } from '@touchstream/events';
import { partOf } from './people.js';
import type { Deal, DealLine, Opportunity, OpportunityDefinition } from './state.js';

/** Changes an opportunity that is there. */
const after =
  <D>(change: (data: D, deal: Deal) => Partial<Deal>) =>
  (state: Opportunity, { data }: { readonly data: D }): Opportunity =>
    state.status === 'none' ? state : { ...state, ...change(data, state) };

const dealOf = (state: Opportunity): Deal | undefined => {
  if (state.status === 'none') return undefined;
  const { status: _, ...deal } = state;
  return deal;
};

const entered = ({ to, toOrder, enteredAt, probability, rotAfterDays }: OpportunityEntry) => ({
  stageId: to,
  lastOpenStageId: to,
  stageOrder: toOrder,
  enteredAt,
  probability,
  rotAfterDays,
  stalled: false,
});

const closed = ({ to, toOrder, enteredAt, probability, amount }: OpportunityClosing) => ({
  stageId: to,
  stageOrder: toOrder,
  enteredAt,
  probability,
  amount,
  stalled: false,
});

const lineOf = ({ lineId, productId, name, qty, price, discount, net }: OpportunityLineData): DealLine => ({
  lineId,
  productId,
  name,
  qty,
  price,
  discount,
  net,
});

export const evolveOpportunity: OpportunityDefinition['evolve'] = {
  'opportunity.opened': (_, { data }) => ({
    status: 'open',
    name: data.name,
    customerId: data.customerId,
    ownerId: data.ownerId,
    pipelineId: data.pipelineId,
    pipelineVersion: data.pipelineVersion,
    openedAt: data.openedAt,
    stageId: data.stageId,
    stageOrder: data.stageOrder,
    enteredAt: data.openedAt,
    lastOpenStageId: data.stageId,
    rotAfterDays: data.rotAfterDays,
    stalled: false,
    probability: data.probability,
    amount: data.amount,
    expectedCloseDate: data.expectedCloseDate,
    forecastCategory: data.forecastCategory,
    lines: [],
    stakeholders: new Map(),
    competitors: new Map(),
    team: [],
    splits: [],
  }),
  'opportunity.stage-changed': after(entered),
  'opportunity.stalled': after(() => ({ stalled: true })),
  'opportunity.won': (state, { data }) => {
    const deal = dealOf(state);
    if (deal === undefined) return state;
    const { orderId, quoteId, reasons } = data;
    return { ...deal, ...closed(data), status: 'won', orderId, quoteId, reasons };
  },
  'opportunity.lost': (state, { data }) => {
    const deal = dealOf(state);
    if (deal === undefined) return state;
    const { reason, competitorId, note } = data;
    return { ...deal, ...closed(data), status: 'lost', reason, competitorId, note };
  },
  'opportunity.abandoned': (state, { data }) => {
    const deal = dealOf(state);
    return deal === undefined ? state : { ...deal, ...closed(data), status: 'abandoned', reason: data.reason };
  },
  'opportunity.reopened': (state, { data }) => {
    const deal = dealOf(state);
    if (deal === undefined) return state;
    return { ...deal, ...entered(data), status: 'open', reopening: { reason: data.reason, stageId: data.to } };
  },
  'opportunity.amount-revised': after(data => ({ amount: data.new })),
  'opportunity.close-date-revised': after(data => ({ expectedCloseDate: data.new })),
  'opportunity.probability-overridden': after(data => ({ probability: data.new })),
  'opportunity.forecast-category-set': after(data => ({ forecastCategory: data.to })),
  'opportunity.line-added': after((data, { lines }) => ({ lines: [...lines, lineOf(data)] })),
  'opportunity.line-changed': after((data, { lines }) => ({
    lines: lines.map(line => (line.lineId === data.lineId ? lineOf(data) : line)),
  })),
  'opportunity.line-removed': after((data, { lines }) => ({
    lines: lines.filter(line => line.lineId !== data.lineId),
  })),
  'opportunity.stakeholder-added': after((data, { stakeholders }) => ({
    stakeholders: new Map([...stakeholders, [data.contactId, partOf(data)]]),
  })),
  'opportunity.competitor-added': after((data, { competitors }) => ({
    competitors: new Map([...competitors, [data.competitorId, data.strength]]),
  })),
  'opportunity.team-changed': after(({ added, removed }, { team }) => ({
    team: [...team.filter(one => !removed.includes(one)), ...added],
  })),
  'opportunity.credit-split-set': after(({ splits }) => ({ splits })),
  'opportunity.next-step-set': after(({ text, dueAt }) => ({ nextStep: { text, dueAt } })),
  'opportunity.transferred': after(data => ({ ownerId: data.to })),
};
