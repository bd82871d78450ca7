import type { GroupStatus, ProjectionObserver, RelayObserver } from '@touchstream/projections';
import { Counter, Gauge, Histogram, type Logger, type Registry } from '@touchstream/platform';
import { loopLog } from './loop-log.js';

const perView = ['view'] as const;

/**
 * Measures the projector: what each batch did, and, when asked, how far each view is. Views that another process folds are that
 * one's to tell of, so that each view has one series.
 */
export function projectionMetrics(registry: Registry, status: () => Pick<GroupStatus, 'views'>): ProjectionObserver {
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
        // Views that another process has taken over are told of there.
        this.reset();
        for (const view of status().views) this.set({ view: view.view }, value(view));
      },
    });
  gauge('lag_events', 'Feed positions that a view is behind the head', view => view.lagEvents);
  gauge(
    'lag_seconds',
    'While a view is behind, the age of the last event it has folded in: readers are at most so late; 0 when caught up',
    view => view.lagSeconds,
  );
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
  onState: loopLog(logger, 'projector'),
  onParked: parked => {
    for (const { view, eventId, type, stream, revision, reason } of parked)
      logger.error({ view, eventId, type, stream, revision, reason }, 'event parked');
  },
  onActivated: ({ view, generation }) => logger.info({ view, generation }, 'view built'),
  onTrouble: trouble => logger.warn(trouble, 'no temporary file for a build: it goes on more slowly'),
});

/** Logs what an operator wants to know of the relay. */
export const relayLog = (logger: Logger): RelayObserver => ({
  onState: loopLog(logger, 'relay'),
  onOtherTopics: topics => {
    for (const { topic, partitions, wanted } of topics)
      logger.warn({ topic, partitions, wanted }, 'a topic has another number of partitions than EVENT_BUS_URL says');
  },
  onSkipped: skipped => {
    for (const { eventId, type, stream, revision, reason } of skipped)
      logger.error({ eventId, type, stream, revision, reason }, 'event left out of the public feed');
  },
});
