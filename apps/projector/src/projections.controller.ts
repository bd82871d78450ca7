import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import {
  actingHeaders,
  actorOf,
  answer,
  limitParameter,
  operatorReadProblems,
  operatorWriteProblems,
  Problem,
  problemResponses,
  type Logger,
} from '@touchstream/platform';
import { setTimeout as pause } from 'node:timers/promises';
import { LoopStopped, presentOf, StandingBy, WaitTimedOut, type Part } from '@touchstream/projections';
import type { ViewStore } from '@touchstream/view-store';
import type { Projector } from './projector.js';
import { parkedSchema, statusSchema } from './status-schema.js';

export const PROJECTOR = Symbol('projector');
export const PROJECTED_VIEWS = Symbol('projectedViews');
export const PROJECTIONS_LOGGER = Symbol('projectionsLogger');

const tags = ['Projections'];
const params = {
  type: 'object',
  required: ['view'],
  properties: { view: { type: 'string', minLength: 1, maxLength: 100 } },
};
const count = { type: 'integer' };
const DEFAULT_LIMIT = 50;

/** As they were sent. */
type Sent = Parameters<typeof actorOf>[0];

/** So long a caller waits for a rebuild to begin: a loop that cannot reach a store begins it when it can. */
const BEGIN_MS = 5_000;

/** JSON has no bigint: positions are decimal strings. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one)));

/** For operators: how far each view is, what is parked, retry and rebuild. */
@Controller('/v1/projections')
export class ProjectionsController {
  constructor(
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(PROJECTED_VIEWS) private readonly views: ViewStore,
    @Inject(PROJECTIONS_LOGGER) private readonly logger: Logger,
  ) {}

  @Get()
  @RouteSchema({
    summary: 'How far each view is',
    operationId: 'projectionStatus',
    tags,
    response: {
      200: {
        description: 'The status.',
        ...statusSchema,
      },
      ...problemResponses(['validation-failed', 'internal-error']),
    },
  } as never)
  async status() {
    return plain(await this.projector.status());
  }

  @Get(':view/parked')
  @RouteSchema({
    summary: 'Events that a view could not fold',
    operationId: 'listParked',
    tags,
    params,
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: {
        key: { type: 'string', minLength: 1, maxLength: 300, format: 'text' },
        after: {
          type: 'string',
          pattern: '^\\d{1,18}$',
          description: 'The `next` of the page before.',
        },
        limit: limitParameter({ most: 200, otherwise: DEFAULT_LIMIT }),
      },
    },
    response: {
      200: {
        description: 'In order of position.',
        ...answer.object({
          items: answer.list(parkedSchema),
          next: answer.nullable(answer.text('Cursor of the next page; null on the last.')),
        }),
      },
      ...problemResponses(operatorReadProblems),
    },
  } as never)
  async parked(@Param('view') view: string, @Query() query: { key?: string; after?: string; limit?: number }) {
    const known = this.#part(view).views.find(({ name }) => name === view)!;
    const { served, built } = presentOf(known, await this.views.generations(view));
    const generation = served ?? built;
    if (generation === undefined) return { items: [], next: null };
    const { key, after, limit = DEFAULT_LIMIT } = query;
    const items = await this.views.parked(generation, {
      limit,
      ...(key === undefined ? {} : { key }),
      ...(after === undefined ? {} : { after: BigInt(after) }),
    });
    // The entries of one event are never parted: the next page begins after the last of them.
    return plain({ items, next: items.length < limit ? null : items.at(-1)!.position });
  }

  @Post(':view/retry')
  @HttpCode(200)
  @RouteSchema({
    summary: 'Try the parked events of a view again',
    operationId: 'retryParked',
    tags,
    headers: actingHeaders,
    params,
    body: {
      type: 'object',
      additionalProperties: false,
      properties: { key: { type: 'string', minLength: 1, maxLength: 300 } },
      examples: [{}],
    },
    response: {
      200: {
        description: 'What came of it.',
        type: 'object',
        properties: { folded: count, parked: count, rebuilding: { type: 'boolean' } },
      },
      ...problemResponses(operatorWriteProblems),
    },
  } as never)
  async retry(@Param('view') view: string, @Body() { key }: { key?: string }, @Headers() headers: Sent) {
    this.#note('retry', view, headers);
    return this.#known(view, () => this.projector.views.retryParked(view, key));
  }

  @Post(':view/rebuild')
  @HttpCode(202)
  @RouteSchema({
    summary: 'Build a view anew from the first event, while the present one is read',
    operationId: 'rebuildView',
    tags,
    headers: actingHeaders,
    params,
    body: { type: 'object', additionalProperties: false, properties: {}, examples: [{}] },
    response: {
      202: { description: 'It is being built.', type: 'object', properties: { view: { type: 'string' } } },
      ...problemResponses(operatorWriteProblems),
    },
  } as never)
  async rebuild(@Param('view') view: string, @Headers() headers: Sent) {
    this.#note('rebuild', view, headers);
    // Begun between two batches, and not waited for to the end: `GET /v1/projections` tells how far it is.
    const begun = () => this.projector.views.rebuild(view, { timeoutMs: 0 }).catch(passOver);
    await this.#known(view, () => Promise.race([begun(), pause(BEGIN_MS, undefined, { ref: false })]));
    return { view };
  }

  /** Who asks for work must say so, and stands in the log: there is no event that would name them. */
  #note(work: 'retry' | 'rebuild', view: string, headers: Sent): void {
    const actor = actorOf(headers);
    this.#part(view);
    this.logger.info({ view, work, actor }, 'work on a view is asked for');
  }

  #part(view: string): Part {
    const part = this.projector.views.parts().find(({ views }) => views.some(({ name }) => name === view));
    if (part === undefined) throw new Problem('not-found', 'there is no such view');
    return part;
  }

  async #known<T>(view: string, work: () => Promise<T>): Promise<T> {
    const { group } = this.#part(view);
    try {
      return await work();
    } catch (error) {
      if (error instanceof LoopStopped)
        throw new Problem('unavailable', 'the projector does not run', { retryAfter: 5 });
      if (error instanceof StandingBy) throw await this.#elsewhere(view, group);
      throw error;
    }
  }

  async #elsewhere(view: string, group: string): Promise<Problem> {
    const lease = (await this.views.leases()).find(({ name }) => name === group);
    const holder = lease?.holder ?? 'another projector, or of none at the moment';
    return new Problem('held-elsewhere', `${view} is in the hands of ${holder}`);
  }
}

const passOver = (error: unknown) => {
  if (!(error instanceof WaitTimedOut)) throw error;
};
