import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { parseTraceparent } from '@touchstream/events';
import { BatchTraces } from './batch-traces.js';

const exporter = new InMemorySpanExporter();
const traceId = (at: number) => at.toString(16).padStart(32, '0');
const traceparent = (at: number, flags = '01') => `00-${traceId(at)}-${'1'.repeat(16)}-${flags}`;
const batch = { name: 'project', kind: SpanKind.CONSUMER, attributes: { 'touchstream.events': 2 } };
const traced = (...parents: readonly (string | undefined)[]) => {
  const traces = new BatchTraces();
  for (const parent of parents) traces.note(parent);
  return traces;
};
const numbered = (count: number) => Array.from({ length: count }, (_, at) => traceparent(at + 1));

describe('the traces of a batch', () => {
  beforeAll(() => {
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  });
  beforeEach(() => exporter.reset());
  afterAll(() => trace.disable());

  it('each get one span, whose parent is where the event was appended', () => {
    traced(traceparent(1), undefined, traceparent(2), traceparent(1), 'none').begin(batch).end();
    const spans = exporter.getFinishedSpans();
    expect(spans.map(span => span.spanContext().traceId)).toEqual([traceId(1), traceId(2)]);
    for (const span of spans)
      expect(span).toMatchObject({ ...batch, links: [], parentSpanContext: { spanId: '1'.repeat(16) } });
  });

  it('go on from the last of their events', () => {
    traced(traceparent(1), traceparent(1).replace(/1{16}/, '2'.repeat(16)))
      .begin(batch)
      .end();
    expect(exporter.getFinishedSpans()).toMatchObject([{ parentSpanContext: { spanId: '2'.repeat(16) } }]);
  });

  it('go on where the spans are', () => {
    const spans = traced(traceparent(1), traceparent(2, '00')).begin(batch);
    const [[id, next] = []] = [...spans.traceparents()];
    spans.end();
    expect([...spans.traceparents()]).toEqual([]);
    expect(id).toBe(traceId(1));
    expect(parseTraceparent(next)?.spanId).toBe(exporter.getFinishedSpans()[0]?.spanContext().spanId);
  });

  it('get no span where they are not recorded', () => {
    traced(traceparent(1, '00')).begin(batch).end();
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('are linked to, when they are many, and left out, when they are very many', () => {
    traced(...numbered(10_000))
      .begin(batch)
      .end();
    const spans = exporter.getFinishedSpans();
    expect(spans).toHaveLength(16);
    expect(spans.map(span => span.links.length)).toEqual([128, ...Array.from({ length: 15 }, () => 0)]);
    expect(spans[0]?.links[0]?.context.traceId).toBe(traceId(17));
  });

  it('are those of one batch only', () => {
    const traces = traced(traceparent(1));
    traces.begin(batch).end();
    traces.begin(batch).end();
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  });

  it('tell of a failure by the name of its error', () => {
    class Away extends Error {
      override readonly name = 'Away';
    }
    traced(traceparent(1)).begin(batch).fail(new Away('with a secret in it'));
    expect(exporter.getFinishedSpans()[0]?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'Away' });
  });
});
