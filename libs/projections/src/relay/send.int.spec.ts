import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpanKind, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { LogBus, type BusMessage } from '@touchstream/event-bus';
import { parseTraceparent } from '@touchstream/events';
import { send, TRACEPARENT } from './send.js';

const exporter = new InMemorySpanExporter();
const appended = (traceId: string, flags = '01') => `00-${traceId.repeat(32)}-${'1'.repeat(16)}-${flags}`;
const message = (position: bigint, traceparent?: string): BusMessage => ({
  topic: 'crm.customer.v1',
  key: 'c1',
  id: String(position),
  position,
  headers: { ce_type: 'x', ...(traceparent !== undefined && { [TRACEPARENT]: traceparent }) },
  value: new Uint8Array(),
});

describe('sending to the bus', () => {
  let folder: string;
  let bus: LogBus;
  beforeAll(() => {
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  });
  beforeEach(async () => {
    exporter.reset();
    folder = mkdtempSync(join(tmpdir(), 'touchstream-send-'));
    bus = await LogBus.open({ path: folder });
  });
  afterEach(async () => {
    await bus.close();
    rmSync(folder, { recursive: true });
  });
  afterAll(() => trace.disable());

  const sent = async () => (await bus.read({ after: -1n, limit: 10 })).messages.map(({ headers }) => headers);

  it('is a step in the trace of each event, from which consumers go on', async () => {
    await send(bus, [message(1n, appended('a')), message(2n), message(3n, appended('b')), message(4n, appended('a'))]);
    const spans = exporter.getFinishedSpans();
    expect(spans).toMatchObject(
      ['a', 'b'].map(() => ({
        name: 'publish',
        kind: SpanKind.PRODUCER,
        parentSpanContext: { spanId: '1'.repeat(16) },
        attributes: { 'touchstream.messages': 4 },
      })),
    );
    const [a, b] = spans.map(span => span.spanContext().spanId);
    const told = (await sent()).map(headers => parseTraceparent(headers[TRACEPARENT])?.spanId);
    expect(told).toEqual([a, undefined, b, a]);
  });

  it('leaves a trace that nobody records as it was', async () => {
    await send(bus, [message(1n, appended('a', '00'))]);
    expect(exporter.getFinishedSpans()).toEqual([]);
    expect(await sent()).toMatchObject([{ [TRACEPARENT]: appended('a', '00') }]);
  });

  it('tells in the trace that it failed', async () => {
    await bus.close();
    await expect(send(bus, [message(1n, appended('a'))])).rejects.toThrow();
    expect(exporter.getFinishedSpans()).toMatchObject([{ status: { message: 'EventBusUnavailable' } }]);
    bus = await LogBus.open({ path: folder });
  });
});
