import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { spanTally } from '../telemetry/tally.js';

export { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics of one process, with Node's own. Labels are bounded sets: routes, outcomes, views; never ids. */
export function createRegistry(app: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  traceMetrics(registry);
  return registry;
}

function traceMetrics(registry: Registry): void {
  registry.registerMetric(
    new Counter({
      name: 'touchstream_trace_spans_total',
      help: 'Spans that were to be exported, by what became of them: exported or dropped',
      labelNames: ['outcome'],
      registers: [],
      collect() {
        this.reset();
        this.inc({ outcome: 'exported' }, spanTally.exported);
        this.inc({ outcome: 'dropped' }, spanTally.dropped);
      },
    }),
  );
}

/** What is measured of HTTP. */
export const httpMetrics = (registry: Registry) => ({
  requests: new Histogram({
    name: 'touchstream_http_request_duration_seconds',
    help: 'Time to answer a request, by method, route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  }),
});

/** What is measured of admission. */
export const admissionMetrics = (registry: Registry) => ({
  turnedAway: new Counter({
    name: 'touchstream_http_turned_away_total',
    help: 'Commands and uploads turned away because too many were under way',
    registers: [registry],
  }),
});

export type CommandMetrics = ReturnType<typeof commandMetrics>;
/** What is measured of commands. */
export const commandMetrics = (registry: Registry) => ({
  commands: new Counter({
    name: 'touchstream_commands_total',
    help: 'Commands over HTTP by outcome: accepted, unchanged, repeated, or the kind of problem. Bodies that are no command are among the HTTP requests with status 400',
    labelNames: ['aggregate', 'command', 'outcome'] as const,
    registers: [registry],
  }),
  appends: new Histogram({
    name: 'touchstream_append_seconds',
    help: 'Time until the event store has answered that an append is durable',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  }),
  conflicts: new Counter({
    name: 'touchstream_append_conflicts_total',
    help: 'Appends that met a newer stream and were decided again',
    labelNames: ['aggregate'] as const,
    registers: [registry],
  }),
});
