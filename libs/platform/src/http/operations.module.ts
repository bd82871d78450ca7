import { Controller, Get, Inject, Module, Param, Res, type DynamicModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RouteSchema } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import type { Health } from '../health/index.js';
import type { Registry } from '../metrics/index.js';
import { Problem, problemKinds, problemSchema, type ProblemName } from './problems.js';

const HEALTH = Symbol('health');
const REGISTRY = Symbol('registry');

const tags = ['Operations'];
const nameSchema = { type: 'object', required: ['name'], properties: { name: { type: 'string', maxLength: 100 } } };
const readiness = {
  type: 'object',
  properties: {
    ready: { type: 'boolean' },
    checks: { type: 'object', additionalProperties: { type: 'string', enum: ['up', 'down', 'draining'] } },
  },
};
const kindSchema = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    about: { type: 'string' },
  },
};
const described = (name: ProblemName) => ({ type: `/problems/${name}`, ...problemKinds[name] });

@Controller()
class OperationsController {
  constructor(
    @Inject(HEALTH) private readonly health: Health,
    @Inject(REGISTRY) private readonly registry: Registry,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  @Get('/docs-json')
  @RouteSchema({
    summary: 'This document: OpenAPI 3.1 in JSON',
    operationId: 'openApiDocument',
    tags,
    response: { 200: { description: 'The document.', type: 'object', additionalProperties: true } },
  } as never)
  document(): object {
    return this.host.httpAdapter.getInstance<{ swagger: () => object }>().swagger();
  }

  @Get('/health/live')
  @RouteSchema({
    summary: 'Whether the process runs',
    description: 'Takes HEAD as well.',
    operationId: 'live',
    tags,
    response: { 200: { description: 'It does.', type: 'object', properties: { live: { type: 'boolean' } } } },
  } as never)
  live() {
    return { live: true };
  }

  @Get('/health/ready')
  @RouteSchema({
    summary: 'Whether the app should get requests',
    description:
      'It should while the engines that it needs answer; `checks` tells of every engine, of those too that it does without. Takes HEAD as well.',
    operationId: 'ready',
    tags,
    response: { 200: { description: 'It should.', ...readiness }, 503: { description: 'Not now.', ...readiness } },
  } as never)
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const result = await this.health.ready();
    if (!result.ready) void reply.status(503);
    return result;
  }

  @Get('/metrics')
  @RouteSchema({
    summary: 'Metrics in Prometheus text format',
    operationId: 'metrics',
    tags,
    response: { 200: { description: 'The metrics.', content: { 'text/plain': { schema: { type: 'string' } } } } },
  } as never)
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    const text = await this.registry.metrics();
    void reply
      .header('content-type', this.registry.contentType)
      .serializer((body: string) => body)
      .send(text);
  }

  @Get('/problems')
  @RouteSchema({
    summary: 'Every kind of problem an answer may carry',
    operationId: 'listProblems',
    tags,
    response: {
      200: { description: 'The kinds.', type: 'object', properties: { items: { type: 'array', items: kindSchema } } },
    },
  } as never)
  problems() {
    return { items: Object.keys(problemKinds).map(name => described(name as ProblemName)) };
  }

  @Get('/problems/:name')
  @RouteSchema({
    summary: 'One kind of problem',
    operationId: 'getProblem',
    tags,
    params: nameSchema,
    response: {
      200: { description: 'The kind.', ...kindSchema },
      404: {
        description: 'There is no such kind.',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  } as never)
  problem(@Param('name') name: string) {
    if (!Object.hasOwn(problemKinds, name)) throw new Problem('not-found', 'there is no such kind of problem');
    return described(name as ProblemName);
  }
}

/** Health, metrics and the kinds of problems: what every server has. */
@Module({})
export class OperationsModule {
  static with({ health, registry }: { readonly health: Health; readonly registry: Registry }): DynamicModule {
    return {
      module: OperationsModule,
      controllers: [OperationsController],
      providers: [
        { provide: HEALTH, useValue: health },
        { provide: REGISTRY, useValue: registry },
      ],
    };
  }
}
