import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { contractAjv } from '@touchstream/events';
import type { FastifyInstance, FastifySchema, preValidationHookHandler } from 'fastify';
import { nestLogger, type Logger } from '../logging/index.js';
import { admissionMetrics, httpMetrics, type Registry } from '../metrics/index.js';
import { limitCommands } from './admission.js';
import { closePromptly } from './closing.js';
import { correlationIdOf, type Headers } from './headers.js';
import { refuseOtherHosts } from './hosts.js';
import { readJsonBodies } from './json-body.js';
import { answerHeadOfHealth, refuseOtherMethods } from './methods.js';
import type { ProblemTranslations } from './problem-of.js';
import { ProblemFilter } from './problem-filter.js';
import { documentOf, operationOf } from './document.js';
import type { OpenApiInfo } from './openapi.js';
import { traceRequests } from './tracing.js';
import { refuseForms } from './uploads.js';
import { refuseAddress, refuseConnection, refuseUnreadable } from './unreadable-requests.js';
import { wholeNumbersOf } from './whole-numbers.js';

export interface HttpAppOptions {
  readonly module: DynamicModule | Type;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly openapi: OpenApiInfo;
  readonly translations?: ProblemTranslations;
  /** Largest body in bytes. */
  readonly bodyLimit?: number;
  /** In so many milliseconds a request must have arrived; one with files only goes on arriving. */
  readonly requestTimeout?: number;
  /** Whether requests for another host than this machine are answered too; false where left out. */
  readonly anyHost?: boolean;
}

const BODY_LIMIT = 1_048_576;
const REQUEST_TIMEOUT = 60_000;

/**
 * A Nest application on Fastify with what every server of ours has: contract validation by ajv, problem details,
 * correlation ids, metrics and the API's documentation at `/docs`.
 */
export async function createHttpApp(options: HttpAppOptions): Promise<NestFastifyApplication> {
  const { module, logger, registry, openapi, translations = [] } = options;
  const { bodyLimit = BODY_LIMIT, requestTimeout = REQUEST_TIMEOUT, anyHost = false } = options;
  const adapter = new FastifyAdapter({
    bodyLimit,
    requestTimeout,
    http: {
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: requestTimeout / 2,
      requireHostHeader: false,
    },
    genReqId: (request: { headers: Headers }) => correlationIdOf(request.headers),
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    // What comes on an open connection in the last moment is answered like the rest.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseConnection,
  });
  const { turnedAway } = admissionMetrics(registry);
  const problems = new ProblemFilter(logger, translations);
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  // What goes wrong in a route is answered without Nest's way to its filters.
  fastify.addHook('onRoute', route => {
    route.errorHandler ??= (error, request, reply) => problems.answer(error, request, reply);
  });
  limitCommands(fastify, { onTurnedAway: () => turnedAway.inc() });
  closePromptly(fastify);
  readJsonBodies(fastify);
  validateByContract(fastify);
  traceRequests(fastify);
  observe(fastify, registry);
  refuseUnreadable(fastify);
  if (!anyHost) refuseOtherHosts(fastify);
  refuseForms(fastify);
  refuseOtherMethods(fastify);
  answerHeadOfHealth(fastify);
  await fastify.register(fastifySwagger, {
    openapi: { openapi: '3.1.0', ...openapi },
    transform: ({ schema, url }: { schema?: FastifySchema; url: string }) => ({ schema: operationOf(schema), url }),
    transformObject: ({ openapiObject }: { openapiObject: object }) => documentOf(openapiObject),
  } as never);
  await fastify.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    // Where there is no TLS, the page would ask for its parts with it, and stay blank.
    transformStaticCSP: header => header.replace(/\s*upgrade-insecure-requests;?/, ''),
    uiConfig: { docExpansion: 'none' },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, adapter, {
    bodyParser: false,
    logger: nestLogger(logger),
    abortOnError: false,
  });
  app.useGlobalFilters(problems);
  return app;
}

/** What a route does not know it would pass over, and answer another question than was asked. */
const NO_QUERY = { type: 'object', additionalProperties: false, properties: {} };

/**
 * Routes declare schemas made from the contracts: ajv checks requests with them, and answers are plain JSON. A route of the
 * API that declares no query takes none. What looks after the server (health, metrics) takes what its tools add.
 */
function validateByContract(fastify: FastifyInstance): void {
  const ajv = contractAjv();
  fastify.setValidatorCompiler(({ schema, httpPart }) => {
    const validate = ajv.compile<object>(schema as object);
    if (httpPart !== 'querystring') return validate;
    const readNumbers = wholeNumbersOf(schema as object);
    return (query: Record<string, unknown>) => {
      readNumbers(query);
      return validate(query) ? { value: query } : { error: validate.errors as never };
    };
  });
  fastify.setSerializerCompiler(() => data => JSON.stringify(data));
  fastify.addHook('onRoute', route => {
    if (route.url.startsWith('/v1/')) route.schema = { querystring: NO_QUERY, ...route.schema };
  });
  // A command whose fields may all be left out may come without a body.
  const takeNothing: preValidationHookHandler = (request, _reply, done) => {
    if (request.body === undefined) request.body = {};
    done();
  };
  fastify.addHook('onRoute', route => {
    if (route.method === 'POST') route.preValidation = [...[route.preValidation ?? []].flat(), takeNothing];
  });
}

/** Tells each caller the correlation id, and measures how long the answer took. */
function observe(fastify: FastifyInstance, registry: Registry): void {
  const { requests } = httpMetrics(registry);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-correlation-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    done();
  });
}
