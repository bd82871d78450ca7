import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import type { ViewStore } from '@touchstream/view-store';
import {
  conversion,
  conversionMatrix,
  salesCycle,
  salesProcesses,
  salesVelocity,
  stageHistory,
  timeInStage,
  upTo,
  winRate,
} from '@touchstream/views';
import type { FastifyRequest } from 'fastify';
import { moneyOf } from '../answers/index.js';
import { ReadGate, VIEW_STORE } from '../reads/index.js';
import { ensureStages, historiesOf, periodOf, processOf, type MeasureQuery } from './measured.js';
import {
  conversionItems,
  measureSchema,
  salesCycleProperties,
  timeInStageItems,
  velocityItems,
  winRateProperties,
} from './measures-schema.js';

const DAY = 86_400_000;
const inDays = (millis: number | null): number | null => (millis === null ? null : millis / DAY);
const rounded = (minor: number | null, currency: string) =>
  minor === null ? null : moneyOf(BigInt(Math.round(minor)), currency);
const stageParameter = (about: string) => ({ type: 'string', format: 'id', description: about });

type Request = FastifyRequest;

/** Measures of the pipeline, computed from the stage histories when asked. */
@Controller('/v1/pipeline')
export class MeasuresController {
  constructor(
    @Inject(VIEW_STORE) private readonly views: ViewStore,
    @Inject(ReadGate) private readonly gate: ReadGate,
  ) {}

  @Get('conversion')
  @RouteSchema(
    measureSchema(
      {
        operationId: 'stageConversion',
        summary: 'Conversion between stages',
        description:
          'Opportunities whose first entry to stage i lies in the period and that reached a stage of at least the order of j, or were won, by the cut-off ÷ all whose first entry to i lies in the period. Every pair of stages where `stageId` and `toStageId` are left out.',
      },
      { items: conversionItems },
      { stageId: stageParameter('Only from this stage.'), toStageId: stageParameter('Only to this stage.') },
    ) as never,
  )
  async conversion(@Query() query: MeasureQuery & { stageId?: string; toStageId?: string }, @Req() request: Request) {
    const { frame, process, histories, ...over } = await this.#measured(query, request);
    const { stageId, toStageId } = query;
    ensureStages(process, { stageId, toStageId });
    const question = { process, ...over };
    const items =
      stageId !== undefined && toStageId !== undefined
        ? [conversion(histories, { ...question, from: stageId, to: toStageId })]
        : conversionMatrix(histories, question).filter(
            one => (stageId ?? one.from) === one.from && (toStageId ?? one.to) === one.to,
          );
    return { ...frame, items };
  }

  @Get('time-in-stage')
  @RouteSchema(
    measureSchema(
      {
        operationId: 'timeInStage',
        summary: 'Time in stage',
        description:
          'Σ(exit − entry) ÷ number of stays, over the stays that ended in the period; those still open at the cut-off are given apart.',
      },
      { items: timeInStageItems },
    ) as never,
  )
  async timeInStage(@Query() query: MeasureQuery, @Req() request: Request) {
    const { frame, histories, period, at } = await this.#measured(query, request);
    const items = timeInStage(histories, { period, at }).map(({ stageId, closed, perDeal, open }) => ({
      stageId,
      closed: { stays: closed.stays, meanDays: inDays(closed.mean) },
      perDeal: { deals: perDeal.deals, meanDays: inDays(perDeal.mean) },
      open: { stays: open.stays, meanDays: inDays(open.mean) },
    }));
    return { ...frame, items };
  }

  @Get('win-rate')
  @RouteSchema(
    measureSchema(
      {
        operationId: 'winRate',
        summary: 'Win rate by count and by value',
        description:
          'W ÷ (W + L) and Σ amount of W ÷ Σ amount of (W ∪ L), closed in the period, state as at its end or the cut-off, the earlier. Abandoned counts as lost; of a reopened opportunity the last close in the period counts.',
      },
      winRateProperties,
    ) as never,
  )
  async winRate(@Query() query: MeasureQuery, @Req() request: Request) {
    const { frame, histories, period, at } = await this.#measured(query, request);
    const { won, lost, rate, byValue } = winRate(histories, upTo(period, at));
    return {
      ...frame,
      won,
      lost,
      rate,
      byValue: byValue.map(one => ({
        won: moneyOf(one.won, one.currency),
        lost: moneyOf(one.lost, one.currency),
        rate: one.rate,
      })),
    };
  }

  @Get('sales-cycle')
  @RouteSchema(
    measureSchema(
      {
        operationId: 'salesCycle',
        summary: 'Sales cycle: mean, median and 90th percentile',
        description:
          'WonAt − OpenedAt over deals won in the period by the cut-off; reopened ones by their last close and first open.',
      },
      salesCycleProperties,
    ) as never,
  )
  async salesCycle(@Query() query: MeasureQuery, @Req() request: Request) {
    const { frame, histories, period, at } = await this.#measured(query, request);
    const { deals, mean, median, p90 } = salesCycle(histories, upTo(period, at));
    return { ...frame, deals, meanDays: inDays(mean), medianDays: inDays(median), p90Days: inDays(p90) };
  }

  @Get('velocity')
  @RouteSchema(
    measureSchema(
      {
        operationId: 'salesVelocity',
        summary: 'Sales velocity by currency',
        description:
          '(open qualified deals × win rate × mean won amount) ÷ median cycle days, over the period as far as the cut-off. Qualified are those in a stage of at least the order `qualifiedFrom`.',
      },
      { items: velocityItems },
      {
        qualifiedFrom: {
          type: 'integer',
          minimum: 0,
          maximum: 1000,
          description: 'Order of the first qualified stage; 0, every stage, where it is left out.',
        },
      },
    ) as never,
  )
  async velocity(@Query() query: MeasureQuery & { qualifiedFrom?: number }, @Req() request: Request) {
    const { frame, histories, period, at } = await this.#measured(query, request);
    const items = salesVelocity(histories, { period: upTo(period, at), qualifiedFrom: query.qualifiedFrom ?? 0 }).map(
      ({ meanWon, perDay, ...rest }) => ({
        ...rest,
        meanWon: rounded(meanWon, rest.currency),
        perDay: rounded(perDay, rest.currency),
      }),
    );
    return { ...frame, items };
  }

  async #measured(query: MeasureQuery, { headers }: Request) {
    await this.gate.pass(headers, stageHistory.name, salesProcesses.name);
    const { period, at } = periodOf(query);
    const process = await processOf(this.views, query);
    // Before the histories: everything up to the position that is told is in them.
    const checkpoint = await this.views.checkpoint(stageHistory.name);
    const histories = await historiesOf(this.views, query);
    const position = String(checkpoint?.position ?? -1n);
    return {
      process,
      histories,
      period,
      at,
      frame: { from: period.from, to: period.below, at, position, viewVersion: stageHistory.version },
    };
  }
}
