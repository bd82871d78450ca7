import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { parseTraceparent, traceparentOf } from '@touchstream/events';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tracing } from '../telemetry/index.js';

/** Asked every few seconds by what watches the app: nothing to be followed. */
const WATCHED = /^\/(health|metrics)(\/|\?|$)/;

interface Traced {
  readonly span: Span;
  readonly context: Context;
}

/** The trace that the caller is in (W3C Trace Context); a new one begins where the header is missing or none. */
function callersContext({ headers }: FastifyRequest): Context {
  const parent = parseTraceparent(headers['traceparent']);
  return parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
}

function begin(request: FastifyRequest): Traced {
  const parent = callersContext(request);
  const route = request.routeOptions.url;
  const span = trace.getTracer('touchstream').startSpan(
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
  return { span, context: trace.setSpan(parent, span) };
}

/**
 * A span for each request, named by its route and never by its address, which holds ids. What the handler does belongs to
 * it. `traceresponse` tells a caller which trace its request is in (Trace Context Level 3).
 */
export function traceRequests(fastify: FastifyInstance): void {
  const traced = new WeakMap<FastifyRequest, Traced>();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (tracing.isOn && !WATCHED.test(request.url)) {
      const one = begin(request);
      traced.set(request, one);
      if (one.span.isRecording()) void reply.header('traceresponse', traceparentOf(one.span.spanContext()));
    }
    done();
  });
  // The last hook before the handler: what reads the body loses the context, as the body comes in by events of the socket.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const one = traced.get(request);
    if (one === undefined) done();
    else context.with(one.context, done);
  });
  const end = (request: FastifyRequest): void => {
    traced.get(request)?.span.end();
    traced.delete(request);
  };
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const span = traced.get(request)?.span;
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    end(request);
    done();
  });
  // A caller who goes away, as readers of a live stream do, is no failure.
  fastify.addHook('onRequestAbort', (request, done) => {
    end(request);
    done();
  });
}
