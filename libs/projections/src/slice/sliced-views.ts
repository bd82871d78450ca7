import type { PartitionedTopic, PartitionReader } from '@touchstream/event-bus';
import type { EventStore } from '@touchstream/event-store';
import type { ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import {
  defaultTuning,
  observed,
  ParkedKeys,
  ProjectionGroup,
  type FoldedViews,
  type MembershipStatus,
  type ParkedSummary,
  type Part,
  type ProjectionObserver,
  type RetryOutcome,
  type Tuning,
  type ViewStatus,
} from '../group/index.js';
import { Life, StandingBy } from '../life/index.js';
import { whenViewAt, type WaitOptions } from '../waiting/index.js';
import { PartitionFeed } from './partition-feed.js';
import { Progress } from './progress.js';
import { slicedView } from './slice.js';
import { SliceWriter } from './slice-writer.js';

export interface SlicedViewsOptions {
  /** Names the group of readers. */
  readonly name: string;
  readonly views: readonly View[];
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  /** Filled by a partition relay of the same views; it has one partition for each slice. */
  readonly topic: PartitionedTopic;
  readonly observer?: ProjectionObserver;
  readonly tuning?: Partial<Tuning>;
}

interface Member {
  readonly group: ProjectionGroup;
  readonly feed: PartitionFeed;
  readonly writer: SliceWriter;
}

/** How often it is looked whether a view is to be built anew, in milliseconds. */
const WATCH_MS = 2_000;
/** Who may not read the topic is a member for a moment, again and again: so long one lasts that has succeeded, in milliseconds. */
const LASTING_MS = 10_000;

/**
 * The views in slices, each folded by the process that has its partition: all processes that read the topic share them. Each slice is a
 * group of its own over the same generations. It catches up from the event store and goes on from its partition.
 */
export class SlicedViews implements FoldedViews {
  private readonly members = new Map<number, Member>();
  private readonly progress: Progress;
  private readonly ending = new Set<Promise<void>>();
  private readonly life: Life;
  private watching: NodeJS.Timeout | undefined;
  /** When the membership began; milliseconds of the monotonic clock. */
  private joinedAt = 0;

  constructor(private readonly options: SlicedViewsOptions) {
    const { name, viewStore, topic, observer, tuning } = options;
    this.progress = new Progress(viewStore, topic.partitions);
    this.life = new Life({
      run: signal => this.read(signal),
      backoff: { ...defaultTuning, ...tuning }.backoff,
      onState: change => observed(() => observer?.onState?.({ loop: name, ...change })),
    });
  }

  get membership(): MembershipStatus {
    return { group: this.options.name, ...this.life.status() };
  }

  /** The loops of the slices that this process has. */
  get groups(): readonly ProjectionGroup[] {
    return [...this.members].sort(([one], [other]) => one - other).map(([, { group }]) => group);
  }

  start(): void {
    if (this.watching !== undefined) return;
    this.life.start();
    this.watching = setInterval(() => {
      this.beat();
      void this.watch().catch(() => undefined);
    }, WATCH_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.watching);
    this.watching = undefined;
    await this.life.stop();
    await Promise.all(this.ending);
    await this.progress.settled();
  }

  /** Of each view the hindmost slice, with what is parked in any of them. */
  here(): readonly ViewStatus[] {
    const hindmost = new Map<string, ViewStatus>();
    for (const one of this.groups.flatMap(group => group.status().views)) {
      const other = hindmost.get(one.view);
      if (other === undefined || one.lagEvents > other.lagEvents) hindmost.set(one.view, one);
    }
    return [...hindmost.values()].map(status => ({ ...status, parked: parkedIn(this.groups, status.view) }));
  }

  parts(): readonly Part[] {
    const { name, views } = this.options;
    return [{ group: name, views, loops: this.groups, here: [] }];
  }

  /** Wherever the slices are. */
  async whenCaughtUp(wait: WaitOptions & { readonly position?: bigint }): Promise<void> {
    const { views, eventStore, viewStore } = this.options;
    const position = wait.position ?? (await eventStore.head());
    await Promise.all(views.map(view => whenViewAt(viewStore, view.name, position, wait)));
  }

  /** To be asked of the process that has the first slice; rejects with {@link StandingBy} in others. */
  async rebuild(viewName: string, wait: WaitOptions): Promise<void> {
    const first = this.members.get(0);
    if (first === undefined) throw withoutFirst();
    await first.group.rebuild(viewName, wait);
  }

  /** Of the slices that are here. Rejects with {@link StandingBy}, when that is done, where the view is to be built anew by the first one elsewhere. */
  async retryParked(viewName: string, key?: string): Promise<RetryOutcome> {
    const { groups } = this;
    const hasFirst = this.members.has(0);
    const all = await Promise.all(groups.map(group => group.retryParked(viewName, key)));
    const rebuilding = all.some(outcome => outcome.rebuilding);
    if (rebuilding && !hasFirst) throw withoutFirst();
    return {
      folded: all.reduce((sum, { folded }) => sum + folded, 0),
      parked: parkedIn(groups, viewName).events,
      rebuilding,
    };
  }

  /** One membership in the group of readers. */
  private async read(signal: AbortSignal): Promise<void> {
    const { name, topic } = this.options;
    const reader: PartitionReader = {
      assigned: partitions => {
        if (signal.aborted) return;
        this.share(partitions);
        if (this.life.status().state !== 'live') this.joinedAt = performance.now();
        this.life.enter('live');
      },
      take: async (partition, records, taking) => this.members.get(partition)?.feed.take(records, taking),
    };
    const leave = () => this.share([]);
    signal.addEventListener('abort', leave);
    try {
      await topic.read(name, reader, signal);
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  }

  private beat(): void {
    if (this.life.status().state !== 'live') return;
    this.life.beat();
    if (performance.now() - this.joinedAt > LASTING_MS) this.life.succeeded();
  }

  private share(partitions: readonly number[]): void {
    for (const [partition, { group }] of this.members)
      if (!partitions.includes(partition)) {
        this.members.delete(partition);
        const ending = group.stop().finally(() => this.ending.delete(ending));
        this.ending.add(ending);
      }
    for (const partition of partitions) if (!this.members.has(partition)) this.begin(partition);
  }

  private begin(index: number): void {
    const { name, views, eventStore, viewStore, topic, observer, tuning } = this.options;
    const slice = { index, of: topic.partitions };
    const feed = new PartitionFeed(eventStore);
    const writer = new SliceWriter(viewStore, slice, this.progress);
    const group = new ProjectionGroup({
      name: `${name}-${index + 1}-of-${slice.of}`,
      views: views.map(view => slicedView(view, slice)),
      eventStore: {
        head: () => eventStore.head(),
        readFeed: asked => eventStore.readFeed(asked),
        readStream: (stream, asked) => eventStore.readStream(stream, asked),
        subscribe: asked => feed.subscribe(asked),
      },
      viewStore,
      writer,
      ...(observer && { observer }),
      ...(tuning && { tuning }),
    });
    this.members.set(index, { group, feed, writer });
    group.start();
  }

  /** A slice takes up what has been begun since: by the first one, or by a program that was started since. */
  private async watch(): Promise<void> {
    const { views, viewStore } = this.options;
    for (const { name } of views) {
      const newest = (await viewStore.generations(name)).at(-1)?.number ?? 0;
      const late = [...this.members.values()].filter(({ writer }) => writer.newest(name) < newest);
      for (const { group } of late) {
        await group.stop();
        if (this.groups.includes(group)) group.start();
      }
    }
  }
}

const withoutFirst = () => new StandingBy('another process has the first slice');

/** An event without a key is parked once, and known to each slice. */
const parkedIn = (groups: readonly ProjectionGroup[], viewName: string): ParkedSummary =>
  ParkedKeys.together(groups.flatMap(group => group.parkedKeys(viewName))).summary();
