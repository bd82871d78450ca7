import { ROOT_CONTEXT, SpanStatusCode, trace, type Attributes, type Span, type SpanKind } from '@opentelemetry/api';
import { parseTraceparent, traceparentOf, type TraceContext } from '@touchstream/events';

/** So many traces of a batch get a span of their own. A live batch has fewer; nobody follows one trace through a larger one. */
const MOST_SPANS = 16;
/** So many more are linked to by the first span: what the SDK keeps of links. */
const MOST_LINKS = 128;

/** What a batch is told as. */
export interface BatchSpan {
  readonly name: string;
  readonly kind: SpanKind;
  /** Kinds of things and counts; never an id, a name or a value. */
  readonly attributes: Attributes;
  /** Milliseconds since 1970; now where it is left out. */
  readonly startTime?: number;
}

/**
 * The traces that the events of a batch were appended in. A batch has many parents, and a span has one: so each trace gets
 * a span of the batch, up to a bound, and whoever looks at it sees how long its events waited and what the batch took.
 */
export class BatchTraces {
  private readonly contexts = new Map<string, TraceContext>();

  /** Notes the trace of an event, if it has one; of several events of a trace the last counts. Bounded: the first ones are kept. */
  note(traceparent: string | undefined): void {
    const found = parseTraceparent(traceparent);
    if (found === undefined) return;
    if (this.contexts.size < MOST_SPANS + MOST_LINKS || this.contexts.has(found.traceId))
      this.contexts.set(found.traceId, found);
  }

  /** Begins the spans of the batch, and forgets the traces: the next ones are another batch's. */
  begin({ name, ...options }: BatchSpan): BatchSpans {
    const contexts = [...this.contexts.values()];
    this.contexts.clear();
    const links = contexts.slice(MOST_SPANS).map(context => ({ context }));
    const tracer = trace.getTracer('touchstream');
    return new BatchSpans(
      contexts.slice(0, MOST_SPANS).map((context, at) => {
        const parent = trace.setSpanContext(ROOT_CONTEXT, { ...context, isRemote: true });
        return tracer.startSpan(name, { ...options, links: at === 0 ? links : [] }, parent);
      }),
    );
  }
}

/** The spans of one batch, each in a trace of its events. */
export class BatchSpans {
  constructor(private readonly spans: readonly Span[]) {}

  /** Where each trace goes on from, by its id: for what is sent on. Those without a span of the batch are not among them. */
  traceparents(): ReadonlyMap<string, string> {
    const recording = this.spans.filter(span => span.isRecording()).map(span => span.spanContext());
    return new Map(recording.map(context => [context.traceId, traceparentOf(context)]));
  }

  end(): void {
    for (const span of this.spans) span.end();
  }

  /** The batch came to nothing; it will be tried again. */
  fail(error: unknown): void {
    const message = error instanceof Error ? error.name : 'Error';
    for (const span of this.spans) span.setStatus({ code: SpanStatusCode.ERROR, message });
    this.end();
  }
}
