import {
  context,
  isSpanContextValid,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { parseTraceparent, traceparentOf } from '@touchstream/events';
import { Refusal } from '@touchstream/domain';
import { WrongExpectedRevision } from '@touchstream/event-store';
import { CommandIdReused, StaleRevision } from './errors.js';
import type { CommandRequest, CommandResult } from './request.js';

interface SpanOptions {
  readonly kind: SpanKind;
  /** Kinds of things and counts; never an id, a name or a value. */
  readonly attributes: Attributes;
  readonly parent: Context;
}

/** Does work in a span of its own, which tells where the work was refused, and ends with an error where it failed. */
function inSpan<T>(
  name: string,
  { kind, attributes, parent }: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = trace.getTracer('touchstream').startSpan(name, { kind, attributes }, parent);
  // Nobody traces.
  if (!isSpanContextValid(span.spanContext())) return work(span);
  return recorded(span, () => context.with(trace.setSpan(parent, span), () => work(span)));
}

async function recorded<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
    span.setAttributes({ 'touchstream.outcome': refusal === undefined ? 'failed' : 'refused' });
    if (refusal !== undefined) span.setAttribute('touchstream.refusal', refusal);
    throw error;
  } finally {
    span.end();
  }
}

/** Why it was refused, where that is an answer; undefined for a failure. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof Refusal) return error.code;
  if (error instanceof CommandIdReused) return 'idempotency-key-reused';
  return error instanceof StaleRevision || error instanceof WrongExpectedRevision ? 'stale-revision' : undefined;
}

/** The trace of the event that a command follows from; else the one of whoever calls. */
function traceOf({ context: { traceparent } }: CommandRequest): Context {
  const cause = parseTraceparent(traceparent);
  return cause === undefined ? context.active() : trace.setSpanContext(context.active(), { ...cause, isRemote: true });
}

/** Does work in the trace of the event that a command follows from. */
export const inTraceOfCause = <T>(request: CommandRequest, work: () => Promise<T>): Promise<T> =>
  context.with(traceOf(request), work);

function outcomeOf({ repeated, events }: CommandResult): 'accepted' | 'unchanged' | 'repeated' {
  if (repeated) return 'repeated';
  return events.length === 0 ? 'unchanged' : 'accepted';
}

async function outcomeTold(span: Span, work: Promise<CommandResult>): Promise<CommandResult> {
  const result = await work;
  span.setAttribute('touchstream.outcome', outcomeOf(result));
  return result;
}

/** A span of a command: what it is and what came of it. */
export function tracedCommand(request: CommandRequest, work: () => Promise<CommandResult>): Promise<CommandResult> {
  const { aggregate, command } = request;
  const attributes = { 'touchstream.aggregate': aggregate.name, 'touchstream.command': command };
  const options = { kind: SpanKind.INTERNAL, attributes, parent: traceOf(request) };
  return inSpan(`command ${command}`, options, span => (span.isRecording() ? outcomeTold(span, work()) : work()));
}

/**
 * A span of an append: to which kind of stream, never to which. The work is given what the events are to say of their
 * trace; undefined where nobody records it.
 */
export const tracedAppend = <T>(
  kind: string,
  events: number,
  work: (traceparent: string | undefined) => Promise<T>,
): Promise<T> =>
  inSpan(
    `append ${kind}`,
    {
      kind: SpanKind.CLIENT,
      attributes: { 'touchstream.stream.kind': kind, 'touchstream.events': events },
      parent: context.active(),
    },
    span => work(span.isRecording() ? traceparentOf(span.spanContext()) : undefined),
  );
