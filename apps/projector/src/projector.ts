import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { isReadable, type EventBus, type PartitionedTopic } from '@touchstream/event-bus';
import type { CommandService } from '@touchstream/command-service';
import type { EventStore } from '@touchstream/event-store';
import type { Logger, Registry } from '@touchstream/platform';
import {
  createPartitionRelay,
  Dealing,
  dealt,
  ProjectionGroup,
  Relay,
  relayLoop,
  SlicedViews,
  slicingName,
  ViewGroups,
  type FeedConsumer,
  type FoldedViews,
  type LeaseTerms,
  type ProjectionObserver,
} from '@touchstream/projections';
import type { ViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import { createReactor, REACTOR } from './reactor.js';
import { loopLog } from './loop-log.js';
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
  /** Public topics whose readers are granted the personal fields. */
  readonly personalTopics: readonly string[];
}

export interface Sharing {
  /** This run of this process, and no other: see {@link newHolder}. Shown to operators. */
  readonly holder: string;
  /** For how long a process that died is waited for before others take over its share, in milliseconds. */
  readonly leaseMs: number;
  /** The views are divided into so many parts, each of which one process folds; the same number in all processes. */
  readonly groups: number;
  /**
   * With it each part is a slice of the documents of all views, follows its partition of the topic, and is shared out by Kafka. Without it,
   * each part is some of the views, follows the event store, and is shared out by leases. It has `groups` partitions.
   */
  readonly topic?: PartitionedTopic;
}

/** A name for this run of this process. */
export const newHolder = (): string => `${hostname()}-${randomUUID().slice(0, 8)}`;

const PUBLIC_FEED = 'public-feed';

/** The topic that slices of the present views follow, without the installation's prefix. */
export const feedTopic = (slices: number): string => `touchstream.feed.${slicingName(views, slices)}`;
const feedLoop = (slices: number): string => `feed-${slicingName(views, slices)}`;

/** The views in parts, the relay to the public bus, and the reactors; or its share of them. */
export class Projector {
  readonly views: FoldedViews;
  readonly relay: Relay;
  readonly reactor: FeedConsumer;
  /** Fills the topic that slices of views follow, where there is one. */
  readonly feed: FeedConsumer | undefined;
  readonly #dealing: Dealing | undefined;
  readonly #stores: Pick<ProjectorOptions, 'eventStore' | 'viewStore'>;

  constructor(private readonly options: ProjectorOptions) {
    const { eventStore, viewStore, eventBus, logger, registry, commands, sharing, personalTopics } = options;
    this.#stores = { eventStore, viewStore };
    this.#dealing = sharing && dealingOf(viewStore, sharing);
    const common = { ...this.#stores, ...(this.#dealing && { lease: this.#dealing.terms }) };
    const metrics = projectionMetrics(registry, () => ({ views: this.views.here() }));
    this.views = foldedViews(common, both(metrics, projectionLog(logger)), sharing);
    this.feed =
      sharing?.topic &&
      createPartitionRelay({
        ...common,
        name: feedLoop(sharing.groups),
        views,
        topic: sharing.topic,
        onState: loopLog(logger, 'feed'),
      });
    this.relay = new Relay({
      ...common,
      name: PUBLIC_FEED,
      bus: eventBus,
      personalTopics,
      observer: relayLog(logger),
      ...(isReadable(eventBus) && { lastPublished: () => eventBus.lastPosition() }),
    });
    this.reactor = createReactor({ ...common, commands, logger });
    relayMetrics(registry, () => this.relay.status());
    reactorMetrics(registry, () => this.reactor.status());
    loopMetrics(registry, () => this.loops());
  }

  /** How far everything is, what other processes have in hand among it. Never rejects: what a store keeps to itself is left out. */
  status(): Promise<ProjectorStatus> {
    return projectorStatus(this, this.#stores);
  }

  /** The life of each loop in this process. */
  loops(): readonly LoopStatus[] {
    const { groups, membership } = this.views;
    const folding = [...(membership === undefined ? [] : [membership]), ...groups.map(group => group.status())];
    return [
      ...folding.map(status => ({ loop: status.group, ...status })),
      ...this.#consumers().map(([loop, consumer]) => ({ loop, ...consumer.status() })),
    ];
  }

  start(): void {
    this.views.start();
    for (const [, consumer] of this.#consumers()) consumer.start();
  }

  /** Lets what is running finish and leaves it to others; the stores stay open. */
  async stop(): Promise<void> {
    await Promise.all([this.views, ...this.#consumers().map(([, consumer]) => consumer)].map(loop => loop.stop()));
    // Where the store fails, the others find out when the lease has run out.
    await this.#dealing?.leave().catch(() => undefined);
  }

  #consumers(): readonly (readonly [loop: string, consumer: Relay | FeedConsumer])[] {
    return [
      ...(this.feed === undefined ? [] : [[feedLoop(this.options.sharing?.groups ?? 0), this.feed] as const]),
      [relayLoop(PUBLIC_FEED), this.relay],
      [REACTOR, this.reactor],
    ];
  }
}

const groupName = (group: number, groups: number) => `views-${group + 1}-of-${groups}`;

/** What is dealt out by leases. */
function dealingOf(store: ViewStore, { holder, leaseMs, groups, topic }: Sharing): Dealing {
  const folding = topic === undefined ? dealt(views, groups).map((_, at) => groupName(at, groups)) : [feedLoop(groups)];
  const pieces = [...folding, relayLoop(PUBLIC_FEED), REACTOR];
  const circle = topic === undefined ? `projectors-of-${groups}` : `projectors-${feedLoop(groups)}`;
  return new Dealing({ store, holder, ttlMs: leaseMs, circle, pieces });
}

interface Common {
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  readonly lease?: LeaseTerms;
}

function foldedViews(common: Common, observer: ProjectionObserver, sharing: Sharing | undefined): FoldedViews {
  const { eventStore, viewStore } = common;
  if (sharing?.topic !== undefined) {
    const { groups, topic } = sharing;
    return new SlicedViews({
      name: `views-${slicingName(views, groups)}`,
      views,
      eventStore,
      viewStore,
      topic,
      observer,
    });
  }
  const groups = sharing?.groups ?? 1;
  const nameOf = (at: number) => (sharing === undefined ? 'views' : groupName(at, groups));
  return new ViewGroups(
    dealt(views, groups).map((some, at) => new ProjectionGroup({ ...common, name: nameOf(at), views: some, observer })),
  );
}

const both = (one: ProjectionObserver, other: ProjectionObserver): ProjectionObserver => ({
  onBatch: work => {
    one.onBatch?.(work);
    other.onBatch?.(work);
  },
  onState: change => other.onState?.(change),
  onParked: parked => other.onParked?.(parked),
  onActivated: built => other.onActivated?.(built),
  onTrouble: trouble => other.onTrouble?.(trouble),
});
