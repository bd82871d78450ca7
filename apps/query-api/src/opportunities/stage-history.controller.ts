import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { answer, Problem, problemResponses, readHeaders } from '@touchstream/platform';
import type { ViewStore } from '@touchstream/view-store';
import { stageHistory } from '@touchstream/views';
import type { FastifyRequest } from 'fastify';
import { moneyOf } from '../answers/index.js';
import { cutOf, cutProblems, cutSchema, RecordPast, type Cut } from '../past/index.js';
import { ReadGate, VIEW_STORE } from '../reads/index.js';

const { instant, list, money, nullable, object, text, whole } = answer;

const schema = object({
  opportunityId: text(),
  customerId: nullable(text()),
  ownerId: nullable(text()),
  pipelineId: text(),
  pipelineVersion: whole('Fixed at opening.'),
  amount: money('What the deal is worth now.'),
  openedAt: nullable(instant()),
  outcome: text('open, won, lost or abandoned.'),
  closedAt: nullable(instant('The last closing.')),
  stays: list(object({ stageId: text(), order: whole(), enteredAt: instant(), exitedAt: nullable(instant()) })),
  firstEntries: list(object({ id: text('The stage.'), order: whole(), at: instant() })),
  highestOrder: whole('Of any open stage entered.'),
  regressions: whole('Moves to a stage of lower order.'),
  closings: list(object({ outcome: text(), at: instant(), amount: money(), reopenedAt: nullable(instant()) })),
});

@Controller()
export class StageHistoryController {
  constructor(
    @Inject(VIEW_STORE) private readonly views: ViewStore,
    @Inject(ReadGate) private readonly gate: ReadGate,
    @Inject(RecordPast) private readonly past: RecordPast,
  ) {}

  @Get('/v1/opportunities/:id/stage-history')
  @RouteSchema({
    summary: 'Every stay of an opportunity in the stages of its process, now or as it was',
    description: 'With `asOf` or `knownAt` it is folded anew from the opportunity’s own events, exact to the event.',
    operationId: 'stageHistory',
    tags: ['Opportunities'],
    headers: readHeaders,
    params: { type: 'object', required: ['id'], properties: { id: { type: 'string', minLength: 1, maxLength: 200 } } },
    querystring: cutSchema,
    response: { 200: { description: 'The history.', ...schema }, ...problemResponses(cutProblems) },
  } as never)
  async history(@Param('id') id: string, @Query() query: Cut, @Req() request: FastifyRequest) {
    await this.gate.pass(request.headers, stageHistory.name);
    const cut = cutOf(query);
    const found =
      cut === undefined
        ? await this.views.get(stageHistory, id)
        : await this.past.of(stageHistory, 'opportunity')(id, cut);
    if (found === undefined) throw new Problem('not-found', 'there is or was no such opportunity');
    const { currency, amount, closings, ...rest } = found.doc;
    return {
      ...rest,
      amount: moneyOf(amount, currency),
      closings: closings.map(one => ({ ...one, amount: moneyOf(one.amount, currency) })),
    };
  }
}
