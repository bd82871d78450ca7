import type { GroupStatus, ProjectionObserver, RelayObserver, RelayStatus } from '@touchstream/projections';
import { Counter, Gauge, Histogram, type Logger, type Registry } from '@touchstream/platform';

const perView = ['view'] as const;

/** Measures the projector: what each batch did, and, when asked, how far each view is. */
export function projectionMetrics(registry: Registry, status: () => GroupStatus): ProjectionObserver {
  const registers = [registry];
  const batches = new Histogram({
    name: 'touchstream_projection_batch_seconds',
    help: 'Time to fold and commit a batch',
    labelNames: ['purpose'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const events = new Counter({
    name: 'touchstream_projection_events_total',
    help: 'Events read from the feed',
    labelNames: ['purpose'],
    registers,
  });
  const writes = new Counter({
    name: 'touchstream_projection_writes_total',
    help: 'Documents written',
    labelNames: perView,
    registers,
  });
  const gauge = (name: string, help: string, value: (view: GroupStatus['views'][number]) => number) =>
    new Gauge({
      name: `touchstream_projection_${name}`,
      help,
      labelNames: perView,
      registers,
      collect() {
        for (const view of status().views) this.set({ view: view.view }, value(view));
      },
    });
  gauge('lag_events', 'Feed positions that a view is behind the head', view => view.lagEvents);
  gauge('lag_seconds', 'Age of the last event folded in; 0 when caught up', view => view.lagSeconds);
  gauge('parked_keys', 'Keys of a view that stand still', view => view.parked.keys);
  gauge('parked_oldest_seconds', 'Age of the oldest parked event', view =>
    view.parked.oldest === undefined ? 0 : (Date.now() - Date.parse(view.parked.oldest)) / 1000,
  );
  return {
    onBatch(work) {
      batches.observe({ purpose: work.purpose }, work.millis / 1000);
      events.inc({ purpose: work.purpose }, work.events);
      for (const view of work.views) writes.inc({ view: view.view }, view.writes);
    },
  };
}

/** Logs what an operator wants to know of the projector. */
export const projectionLog = (logger: Logger): ProjectionObserver => ({
  onState: change => logger.info({ loop: change.loop, from: change.from, to: change.to }, 'projector state'),
  onParked: parked => {
    for (const { view, eventId, type, stream, revision, reason } of parked)
      logger.error({ view, eventId, type, stream, revision, reason }, 'event parked');
  },
  onActivated: ({ view, generation }) => logger.info({ view, generation }, 'view built'),
});

/** Measures the relay, when asked. */
export function relayMetrics(registry: Registry, status: () => RelayStatus): void {
  const gauge = (name: string, help: string, value: (relay: RelayStatus) => number) =>
    new Gauge({
      name: `touchstream_relay_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(value(status()));
      },
    });
  gauge('lag_events', 'Feed positions that the public feed is behind the head', relay => relay.lagEvents);
  gauge('lag_seconds', 'Age of the last event published; 0 when caught up', relay => relay.lagSeconds);
  gauge('published_messages', 'Messages published since the start', relay => relay.published);
  gauge(
    'skipped_events',
    'Events missing from the public feed, as they could not be read',
    relay => relay.skipped.events,
  );
}

/** Logs what an operator wants to know of the relay. */
export const relayLog = (logger: Logger): RelayObserver => ({
  onState: change => logger.info({ loop: change.loop, from: change.from, to: change.to }, 'relay state'),
  onSkipped: skipped => {
    for (const { eventId, type, stream, revision, reason } of skipped)
      logger.error({ eventId, type, stream, revision, reason }, 'event left out of the public feed');
  },
});
