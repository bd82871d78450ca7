import { isReadable, type EventBus } from '@touchstream/event-bus';
import type { EventStore } from '@touchstream/event-store';
import type { Logger, Registry } from '@touchstream/platform';
import { ProjectionGroup, Relay, type ProjectionObserver } from '@touchstream/projections';
import type { ViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import { projectionLog, projectionMetrics, relayLog, relayMetrics } from './projection-metrics.js';

export interface ProjectorOptions {
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  readonly eventBus: EventBus;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** The projector: every view in one group, and the relay to the public bus. */
export class Projector {
  readonly group: ProjectionGroup;
  readonly relay: Relay;

  constructor({ eventStore, viewStore, eventBus, logger, registry }: ProjectorOptions) {
    const metrics = projectionMetrics(registry, () => this.group.status());
    this.group = new ProjectionGroup({
      name: 'views',
      views,
      eventStore,
      viewStore,
      observer: both(metrics, projectionLog(logger)),
    });
    this.relay = new Relay({
      name: 'public-feed',
      eventStore,
      viewStore,
      bus: eventBus,
      observer: relayLog(logger),
      ...(isReadable(eventBus) && { lastPublished: () => eventBus.lastPosition() }),
    });
    relayMetrics(registry, () => this.relay.status());
  }

  start(): void {
    this.group.start();
    this.relay.start();
  }

  /** Lets what is running finish; the stores stay open. */
  async stop(): Promise<void> {
    await Promise.all([this.group.stop(), this.relay.stop()]);
  }
}

const both = (one: ProjectionObserver, other: ProjectionObserver): ProjectionObserver => ({
  onBatch: work => {
    one.onBatch?.(work);
    other.onBatch?.(work);
  },
  onState: change => other.onState?.(change),
  onParked: parked => other.onParked?.(parked),
  onActivated: built => other.onActivated?.(built),
});
