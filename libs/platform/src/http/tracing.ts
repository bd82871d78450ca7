import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { parseTraceparent, traceparentOf } from '@touchstream/events';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { tracing } from '../telemetry/index.js';

/** Asked every few seconds by what watches the app: nothing to be followed. */
const WATCHED = /^\/(health|metrics)(\/|\?|$)/;

/** The trace that the caller is in (W3C Trace Context); a new one begins where the header is missing or none. */
function callersContext({ headers }: FastifyRequest): Context {
  const parent = parseTraceparent(headers['traceparent']);
  return parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
}

function begin(request: FastifyRequest, parent: Context): Span {
  const route = request.routeOptions.url;
  return trace.getTracer('touchstream').startSpan(
    route === undefined ? request.method : `${request.method} ${route}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': request.method,
        ...(route !== undefined && { 'http.route': route }),
        'touchstream.correlation_id': request.id,
      },
    },
    parent,
  );
}

/** A caller who goes away, as readers of a live stream do, is no failure. */
function end(span: Span, { raw }: FastifyReply): void {
  if (raw.headersSent) {
    span.setAttribute('http.response.status_code', raw.statusCode);
    if (raw.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

/**
 * A span for each request, named by its route and never by its address, which holds ids. What the handler does belongs to
 * it. `traceresponse` tells a caller which trace its request is in (Trace Context Level 3). Routes that are declared later
 * are traced; where the process makes no traces, next to nothing is done for them.
 */
export function traceRequests(fastify: FastifyInstance): void {
  const contexts = new WeakMap<FastifyRequest, Context>();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (tracing.isOn && !WATCHED.test(request.url)) {
      const parent = callersContext(request);
      const span = begin(request, parent);
      contexts.set(request, trace.setSpan(parent, span));
      if (span.isRecording()) void reply.header('traceresponse', traceparentOf(span.spanContext()));
      reply.raw.once('close', () => end(span, reply));
    }
    done();
  });
  /** The context is entered last: what reads the body loses it, as the body comes in by events of the socket. */
  const inContext = <R>(request: FastifyRequest, work: () => R): R => {
    const own = tracing.isOn ? contexts.get(request) : undefined;
    return own === undefined ? work() : context.with(own, work);
  };
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const { handler, errorHandler } = route;
    route.handler = function traced(request, reply) {
      return inContext(request, () => handler.call(this, request, reply));
    };
    if (errorHandler === undefined) return;
    route.errorHandler = function traced(error, request, reply) {
      return inContext(request, () => errorHandler.call(this, error, request, reply));
    };
  });
}
