import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { isReadable, type EventBus } from '@touchstream/event-bus';
import type { CommandService } from '@touchstream/command-service';
import type { EventStore } from '@touchstream/event-store';
import type { Logger, Registry } from '@touchstream/platform';
import {
  Dealing,
  dealt,
  ProjectionGroup,
  Relay,
  relayLoop,
  ViewGroups,
  type FeedConsumer,
  type ProjectionObserver,
} from '@touchstream/projections';
import type { ViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import { createReactor, REACTOR } from './reactor.js';
import { loopMetrics, reactorMetrics, relayMetrics } from './loop-metrics.js';
import { projectionLog, projectionMetrics, relayLog } from './projection-metrics.js';
import { projectorStatus, type LoopStatus, type ProjectorStatus } from './projector-status.js';

export interface ProjectorOptions {
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  readonly eventBus: EventBus;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Carries out what reactors decide. */
  readonly commands: CommandService;
  /**
   * How it shares the work with other projectors on the same stores. Left out for one that is known to be alone: an event store in a
   * file lets in one process that writes.
   */
  readonly sharing?: Sharing;
}

export interface Sharing {
  /** This run of this process, and no other: see {@link newHolder}. Shown to operators. */
  readonly holder: string;
  /** For how long a process that died is waited for before others take over its share, in milliseconds. */
  readonly leaseMs: number;
  /** The views are dealt into so many groups, each of which one process folds; the same number in all processes. */
  readonly groups: number;
}

/** A name for this run of this process. */
export const newHolder = (): string => `${hostname()}-${randomUUID().slice(0, 8)}`;

const PUBLIC_FEED = 'public-feed';
const namesOf = (sharing: Sharing | undefined): readonly string[] => {
  if (sharing === undefined) return ['views'];
  return dealt(views, sharing.groups).map((_, at) => `views-${at + 1}-of-${sharing.groups}`);
};

/** The projector: the views in groups, the relay to the public bus, and the reactors; or its share of them. */
export class Projector {
  readonly views: ViewGroups;
  readonly relay: Relay;
  readonly reactor: FeedConsumer;
  readonly #dealing: Dealing | undefined;
  readonly #stores: Pick<ProjectorOptions, 'eventStore' | 'viewStore'>;

  constructor({ eventStore, viewStore, eventBus, logger, registry, commands, sharing }: ProjectorOptions) {
    const metrics = projectionMetrics(registry, () => ({
      views: this.views.groups.flatMap(group => group.status().views),
    }));
    const observer = both(metrics, projectionLog(logger));
    const groups = namesOf(sharing);
    this.#dealing = sharing && dealingOf(viewStore, sharing, [...groups, relayLoop(PUBLIC_FEED), REACTOR]);
    const common = { eventStore, viewStore, ...(this.#dealing && { lease: this.#dealing.terms }) };
    this.views = new ViewGroups(
      dealt(views, groups.length).map(
        (some, at) => new ProjectionGroup({ ...common, name: groups[at]!, views: some, observer }),
      ),
    );
    this.relay = new Relay({
      ...common,
      name: PUBLIC_FEED,
      bus: eventBus,
      observer: relayLog(logger),
      ...(isReadable(eventBus) && { lastPublished: () => eventBus.lastPosition() }),
    });
    this.reactor = createReactor({ ...common, commands, logger });
    relayMetrics(registry, () => this.relay.status());
    reactorMetrics(registry, () => this.reactor.status());
    loopMetrics(registry, () => this.loops());
    this.#stores = { eventStore, viewStore };
  }

  /** How far everything is, what other processes have in hand among it. Never rejects: what a store keeps to itself is left out. */
  status(): Promise<ProjectorStatus> {
    return projectorStatus(this, this.#stores);
  }

  /** The life of each loop in this process. */
  loops(): readonly LoopStatus[] {
    const groups = this.views.groups.map(group => group.status());
    return [
      ...groups.map(status => ({ loop: status.group, ...status })),
      { loop: relayLoop(PUBLIC_FEED), ...this.relay.status() },
      { loop: REACTOR, ...this.reactor.status() },
    ];
  }

  start(): void {
    this.views.start();
    this.relay.start();
    this.reactor.start();
  }

  /** Lets what is running finish and leaves it to others; the stores stay open. */
  async stop(): Promise<void> {
    await Promise.all([this.views.stop(), this.relay.stop(), this.reactor.stop()]);
    // Where the store fails, the others find out when the lease has run out.
    await this.#dealing?.leave().catch(() => undefined);
  }
}

const dealingOf = (store: ViewStore, { holder, leaseMs, groups }: Sharing, pieces: readonly string[]): Dealing =>
  new Dealing({ store, holder, ttlMs: leaseMs, circle: `projectors-of-${groups}`, pieces });

const both = (one: ProjectionObserver, other: ProjectionObserver): ProjectionObserver => ({
  onBatch: work => {
    one.onBatch?.(work);
    other.onBatch?.(work);
  },
  onState: change => other.onState?.(change),
  onParked: parked => other.onParked?.(parked),
  onActivated: built => other.onActivated?.(built),
});
