import { SpanKind } from '@opentelemetry/api';
import type { Parked } from '@touchstream/view-store';
import type { FeedEvent } from '../fold/index.js';
import { BatchTraces, type BatchSpans } from '../tracing/index.js';
import { announce } from '../waiting/when-view-at.js';
import type { Folding, ViewCommit } from './folding.js';
import { observed, type BatchWork } from './observer.js';
import type { Workplace } from './workplace.js';

/** While a commit is under way, a view may come to so many times what is enough for the next one. */
const SLACK = 2;

/** Puts together what is not too much for one commit. */
function portions(due: readonly Folding[]): readonly (readonly Folding[])[] {
  const all: Folding[][] = [];
  let share = Infinity;
  for (const folding of due) {
    share += folding.share;
    if (share <= 1) all.at(-1)?.push(folding);
    else {
      all.push([folding]);
      ({ share } = folding);
    }
  }
  return all;
}

/** What goes through the feed: the events that it read since its last commit are told with the next one. */
export interface Progress {
  readonly purpose: BatchWork['purpose'];
  readonly position: bigint;
}

/** Commits what views have become, one commit after the other; folding goes on beside them. */
export class Commits {
  private events = 0;
  private millis = 0;
  private readonly traces = new BatchTraces();
  /** When the batch that awaits its commit began; milliseconds since 1970. */
  private since: number | undefined;
  /** The commits that folding goes on beside. */
  private underWay: Promise<void> | undefined;
  private isCommitting = false;

  constructor(
    private readonly place: Workplace,
    private readonly of: Progress,
  ) {}

  /** So many events have been read, and so much time spent on events. */
  spent(millis: number, events = 0): void {
    this.millis += millis;
    this.events += events;
  }

  /** The traces of these events end with the next commit. `at`: when work on them began; milliseconds since 1970. */
  follow(events: readonly FeedEvent[], at: number): void {
    this.since ??= at;
    for (const one of events) if ('event' in one) this.traces.note(one.event.traceparent);
  }

  /** Resolves when nothing is being committed; rejects with what the store threw. */
  async written(): Promise<void> {
    const { underWay } = this;
    this.underWay = undefined;
    await underWay;
  }

  /** Begins to commit what all of these have, together, once nothing else is being committed. */
  async begin(moved: readonly Folding[]): Promise<void> {
    await this.written();
    this.start(this.commit(moved, folding => folding.handOver()));
  }

  /** Likewise, as many of them at a time as are not too much for one commit. */
  async beginInPortions(due: readonly Folding[], handOver = (folding: Folding) => folding.handOver()): Promise<void> {
    await this.written();
    this.start(this.commitInPortions(due, handOver));
  }

  /**
   * Likewise, those that are full: 1 is enough for a commit. While one is under way folding goes on, up to a bound. `fullness`: how much
   * has come together.
   */
  async beginFull(
    foldings: readonly Folding[],
    fullness: (folding: Folding) => number,
    handOver?: (folding: Folding) => ViewCommit,
  ): Promise<void> {
    const enough = this.isCommitting ? SLACK : 1;
    const due = foldings.filter(one => fullness(one) >= 1);
    if (due.some(one => fullness(one) >= enough)) await this.beginInPortions(due, handOver);
  }

  private start(commits: Promise<void>): void {
    this.isCommitting = true;
    this.underWay = commits.finally(() => (this.isCommitting = false));
    // It is told to who waits for it next.
    this.underWay.catch(() => undefined);
  }

  /** While one portion is written, the next is made ready. Ends when none is under way. */
  private async commitInPortions(due: readonly Folding[], handOver: (folding: Folding) => ViewCommit): Promise<void> {
    const begun: Promise<void>[] = [];
    try {
      for (const some of portions(due)) {
        const next = this.commit(some, handOver);
        // It is told below, when its turn has come.
        next.catch(() => undefined);
        begun.push(next);
        await begun.at(-2);
      }
    } finally {
      await Promise.allSettled(begun);
    }
    await Promise.all(begun);
  }

  private async commit(moved: readonly Folding[], handOver: (folding: Folding) => ViewCommit): Promise<void> {
    if (moved.length === 0) return;
    const commits = moved.map(handOver);
    const written = commits.reduce((sum, { writes }) => sum + writes.length, 0);
    const { events, millis } = this;
    const { position } = this.of;
    const spans = this.beginSpans(written);
    this.events = 0;
    this.millis = 0;
    const started = performance.now();
    try {
      await this.place.viewStore.commit(commits);
    } catch (error) {
      spans.fail(error);
      throw error;
    }
    const done = moved.map(folding => folding.committed());
    const took = performance.now() - started;
    for (const { pace } of moved) pace.learn(written, took);
    for (const { view } of moved) announce(view.name);
    this.place.onCommit();
    const views = done.map(one => one.work);
    this.tell(
      { events, position, millis: millis + took, views },
      done.flatMap(one => one.parked),
    );
    spans.end();
  }

  private beginSpans(writes: number): BatchSpans {
    const { group } = this.place;
    const attributes = { 'touchstream.group': group, 'touchstream.events': this.events, 'touchstream.writes': writes };
    const startTime = this.since ?? Date.now();
    this.since = undefined;
    return this.traces.begin({ name: 'project', kind: SpanKind.CONSUMER, attributes, startTime });
  }

  private tell(work: Omit<BatchWork, 'group' | 'purpose'>, parked: readonly Parked[]): void {
    const { group, observer } = this.place;
    const { purpose } = this.of;
    observed(() => observer.onBatch?.({ group, purpose, ...work }));
    if (parked.length > 0) observed(() => observer.onParked?.(parked));
  }
}
