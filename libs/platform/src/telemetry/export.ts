import { context, createNoopMeter, trace, type Attributes, type MeterProvider } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { SamplerName } from './settings.js';
import { spanTally } from './tally.js';
import type { Telemetry } from './telemetry.js';
import { tracing } from './tracing.js';

/** A process that ends waits so long for the collector at most. */
const SHUTDOWN_MS = 2_000;

export interface ExportOptions {
  readonly endpoint: string;
  readonly serviceName: string;
  readonly sampler: SamplerName;
  readonly samplerShare: number;
}

const samplers: Readonly<Record<SamplerName, (share: number) => Sampler>> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: share => new TraceIdRatioBasedSampler(share),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  parentbased_traceidratio: share => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
};

/** The SDK tells what became of each span by a counter of its own; of the rest of what it measures nothing is kept. */
const tallying: MeterProvider = {
  getMeter() {
    const meter = createNoopMeter();
    meter.createCounter = name => ({
      add(count: number, attributes?: Attributes) {
        if (name !== 'otel.sdk.processor.span.processed') return;
        spanTally[attributes?.['error.type'] === undefined ? 'exported' : 'dropped'] += count;
      },
    });
    return meter;
  },
};

/** Loads the SDK and makes it the process' own. A collector that is away costs spans, which are counted, and nothing else. */
export function startExport({ endpoint, serviceName, sampler, samplerShare }: ExportOptions): Telemetry {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes({ 'service.name': serviceName })),
    sampler: samplers[sampler](samplerShare),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000, selfObsMeterProvider: tallying })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  tracing.isOn = true;
  return { shutdown: within => shutdown(provider, Math.min(within, SHUTDOWN_MS)) };
}

async function shutdown(provider: TracerProvider, within: number): Promise<void> {
  tracing.isOn = false;
  trace.disable();
  context.disable();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>(resolve => {
    timer = setTimeout(resolve, within);
  });
  await Promise.race([provider.shutdown().catch(() => undefined), deadline]);
  clearTimeout(timer);
}
