import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { Problem, problemResponses, readHeaders, readProblems } from '@touchstream/platform';
import type { ViewStore } from '@touchstream/view-store';
import { stageHistory } from '@touchstream/views';
import type { FastifyRequest } from 'fastify';
import { answer, moneyOf } from '../answers/index.js';
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
  ) {}

  @Get('/v1/opportunities/:id/stage-history')
  @RouteSchema({
    summary: 'Every stay of an opportunity in the stages of its process',
    operationId: 'stageHistory',
    tags: ['Opportunities'],
    headers: readHeaders,
    params: { type: 'object', required: ['id'], properties: { id: { type: 'string', minLength: 1, maxLength: 200 } } },
    response: { 200: { description: 'The history.', ...schema }, ...problemResponses(readProblems) },
  } as never)
  async history(@Param('id') id: string, @Req() request: FastifyRequest) {
    await this.gate.pass(request.headers, stageHistory.name);
    const found = await this.views.get(stageHistory, id);
    if (found === undefined) throw new Problem('not-found', 'there is no such opportunity');
    const { currency, amount, closings, ...rest } = found.doc;
    return {
      ...rest,
      amount: moneyOf(amount, currency),
      closings: closings.map(one => ({ ...one, amount: moneyOf(one.amount, currency) })),
    };
  }
}
