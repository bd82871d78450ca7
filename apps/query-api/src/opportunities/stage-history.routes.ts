import { closedStatuses } from '@touchstream/events';
import { answer, type Route } from '@touchstream/platform';
import { stageHistory, type StageHistory } from '@touchstream/views';
import { moneyOf } from '../answers/index.js';
import { oneRoute, oneSchema, resource, type Past, type Reads } from '../reads/index.js';
import { opportunityStatuses } from './opportunity-answer.js';

const { choice, instant, list, money, nullable, object, text, whole } = answer;

const schema = object({
  opportunityId: text(),
  customerId: nullable(text()),
  ownerId: nullable(text()),
  pipelineId: text(),
  pipelineVersion: whole('Fixed at opening.'),
  amount: money('What the deal is worth now.'),
  openedAt: nullable(instant()),
  outcome: choice(opportunityStatuses),
  closedAt: nullable(instant('The last closing.')),
  stays: list(object({ stageId: text(), order: whole(), enteredAt: instant(), exitedAt: nullable(instant()) })),
  firstEntries: list(object({ id: text('The stage.'), order: whole(), at: instant() })),
  highestOrder: whole('Of any open stage entered.'),
  regressions: whole('Moves to a stage of lower order.'),
  closings: list(
    object({ outcome: choice(closedStatuses), at: instant(), amount: money(), reopenedAt: nullable(instant()) }),
  ),
  revision: whole('Of the opportunity, for `If-Match`.'),
});

const stageHistoryAnswer = ({ currency, amount, closings, ...rest }: StageHistory) => ({
  ...rest,
  amount: moneyOf(amount, currency),
  closings: closings.map(one => ({ ...one, amount: moneyOf(one.amount, currency) })),
});

const stageHistories = resource({
  view: stageHistory,
  tag: 'Opportunities',
  base: '/v1/opportunities',
  noun: 'stage history',
  response: schema,
  present: stageHistoryAnswer,
  revision: history => history.revision,
  filters: {},
  orders: {},
});

/** A stage history is served as every document is, at the address of its opportunity. */
export const stageHistoryRoute = (reads: Reads, past: Past<StageHistory>): Route => ({
  ...oneRoute(stageHistories, reads, past),
  path: `${stageHistories.base}/:id/stage-history`,
  schema: {
    ...oneSchema(stageHistories),
    summary: 'Every stay of an opportunity in the stages of its process, now or as it was',
    description: 'With `asOf` or `knownAt` it is folded anew from the opportunity’s own events, exact to the event.',
  },
});
