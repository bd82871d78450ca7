import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { answer, problemResponses, readHeaders, listProblems } from '@touchstream/platform';
import type { Condition, ViewStore } from '@touchstream/view-store';
import { boardSums, pipelineBoard, weightedMinor, type BoardSum } from '@touchstream/views';
import type { FastifyRequest } from 'fastify';
import { moneyOf } from '../answers/index.js';
import { ReadGate, VIEW_STORE } from '../reads/index.js';

const { list, money, nullable, object, text, whole } = answer;

interface BoardQuery {
  readonly pipelineId?: string;
  readonly ownerId?: string;
  readonly by?: 'stage' | 'owner' | 'forecastCategory' | 'pipeline';
}

/** The fields a board is grouped by. */
const GROUPS = {
  stage: ['pipelineId', 'stageId', 'stageOrder'],
  owner: ['ownerId'],
  forecastCategory: ['forecastCategory'],
  pipeline: ['pipelineId'],
} as const;

const column = object({
  pipelineId: nullable(text()),
  stageId: nullable(text()),
  stageOrder: nullable(whole()),
  ownerId: nullable(text()),
  forecastCategory: nullable(text()),
  count: whole('Open opportunities.'),
  raw: money('Σ amount.'),
  weighted: money('Σ amount × probability, rounded half away from zero once; of every forecast category.'),
});

/** The board of open opportunities: how many and how much, raw and weighted, per currency. */
@Controller()
export class BoardController {
  constructor(
    @Inject(VIEW_STORE) private readonly views: ViewStore,
    @Inject(ReadGate) private readonly gate: ReadGate,
  ) {}

  @Get('/v1/pipeline')
  @RouteSchema({
    summary: 'The pipeline board: open opportunities, counted and summed',
    description:
      'One line per group and currency. The opportunities of a column are at `/v1/opportunities?status=open`. A stage that was retired has a column for as long as opportunities stand in it: they keep its probability until they move on.',
    operationId: 'pipelineBoard',
    tags: ['Pipeline'],
    headers: readHeaders,
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: {
        pipelineId: { type: 'string', format: 'id', description: 'Only this pipeline.' },
        ownerId: { type: 'string', minLength: 1, maxLength: 100, description: 'Only of this owner.' },
        by: {
          type: 'string',
          enum: Object.keys(GROUPS),
          description: 'What the columns are; `stage` where it is left out.',
        },
      },
    },
    response: {
      200: {
        description: 'The columns.',
        type: 'object',
        required: ['items', 'position'],
        properties: { items: list(column), position: text('The position the view is at.') },
      },
      ...problemResponses(listProblems),
    },
  } as never)
  async board(@Query() { pipelineId, ownerId, by = 'stage' }: BoardQuery, @Req() request: FastifyRequest) {
    await this.gate.pass(request.headers, pipelineBoard.name);
    const where: Condition[] = [{ field: 'status', is: 'open' }];
    if (pipelineId !== undefined) where.push({ field: 'pipelineId', is: pipelineId });
    if (ownerId !== undefined) where.push({ field: 'ownerId', is: ownerId });
    const fields = GROUPS[by];
    // Before the sums: everything up to the position that is told is in them.
    const checkpoint = await this.views.checkpoint(pipelineBoard.name);
    const groupBy = [...fields, 'currency', 'probability'];
    const groups = await this.views.tally(pipelineBoard, { where, groupBy, sum: ['amount'] });
    const columns = [...boardSums(groups, fields)].sort(byColumn);
    const items = columns.map(({ group, currency, count, raw, weighted }) => ({
      pipelineId: null,
      stageId: null,
      stageOrder: null,
      ownerId: null,
      forecastCategory: null,
      ...group,
      count,
      raw: moneyOf(raw, currency),
      weighted: moneyOf(weightedMinor(weighted), currency),
    }));
    return { items, position: String(checkpoint?.position ?? -1n) };
  }
}

/** The fields of a group by which columns are ordered; a stage by its rank. */
const ORDER = ['pipelineId', 'stageOrder', 'ownerId', 'forecastCategory'] as const;
const rank = ({ group, currency }: BoardSum) =>
  [...ORDER.map(field => JSON.stringify(group[field] ?? null).padStart(8)), currency].join(' ');
const byColumn = (a: BoardSum, b: BoardSum) => (rank(a) < rank(b) ? -1 : 1);
