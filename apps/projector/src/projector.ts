import { isReadable, type EventBus } from '@touchstream/event-bus';
import type { CommandService } from '@touchstream/command-service';
import type { EventStore } from '@touchstream/event-store';
import type { Logger, Registry } from '@touchstream/platform';
import { ProjectionGroup, Relay, type FeedConsumer, type ProjectionObserver } from '@touchstream/projections';
import type { ViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import { createReactor } from './reactor.js';
import { projectionLog, projectionMetrics, relayLog, relayMetrics } from './projection-metrics.js';

export interface ProjectorOptions {
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  readonly eventBus: EventBus;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Carries out what reactors decide. */
  readonly commands: CommandService;
}

/** The projector: every view in one group, the relay to the public bus, and the reactors. */
export class Projector {
  readonly group: ProjectionGroup;
  readonly relay: Relay;
  readonly reactor: FeedConsumer;

  constructor({ eventStore, viewStore, eventBus, logger, registry, commands }: ProjectorOptions) {
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
    this.reactor = createReactor({ eventStore, viewStore, commands, logger });
    relayMetrics(registry, () => this.relay.status());
  }

  start(): void {
    this.group.start();
    this.relay.start();
    this.reactor.start();
  }

  /** Lets what is running finish; the stores stay open. */
  async stop(): Promise<void> {
    await Promise.all([this.group.stop(), this.relay.stop(), this.reactor.stop()]);
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
