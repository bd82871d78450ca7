import { SpanKind } from '@opentelemetry/api';
import type { FeedBatch } from '@touchstream/event-store';
import type { Parked } from '@touchstream/view-store';
import { feedEvent, type FeedEvent } from '../fold/index.js';
import { BatchTraces, type BatchSpans } from '../tracing/index.js';
import { announce } from '../waiting/when-view-at.js';
import type { Bounds, Folding } from './folding.js';
import { observed, type BatchWork } from './observer.js';
import type { Workplace } from './workplace.js';

const typesOfAll = (members: readonly Folding[]) => new Set(members.flatMap(folding => [...folding.types]));
const lowest = (positions: readonly bigint[]) => positions.reduce((a, b) => (b < a ? b : a));

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

/**
 * Views that go through the feed together: each event is read and decoded once for all of them. What a live batch makes
 * of them is one commit; while catching up, each view has commits of its own, when it has enough for one: a view of few
 * documents, which change often, writes each of them seldom. While one is under way, the next events are folded. It
 * begins at the position of the hindmost; each view skips what it has.
 */
export class Lane {
  private at: bigint;
  private types: ReadonlySet<string>;
  private events = 0;
  private millis = 0;
  private readonly traces = new BatchTraces();
  /** When the batch that awaits its commit began; milliseconds since 1970. */
  private since: number | undefined;
  /** The commits that folding goes on beside. */
  private underWay: Promise<void> | undefined;
  private isCommitting = false;
  private readonly bounds: Bounds;

  constructor(
    private readonly place: Workplace,
    private readonly purpose: BatchWork['purpose'],
    private members: readonly Folding[],
  ) {
    this.at = lowest(members.map(folding => folding.position));
    this.types = typesOfAll(members);
    const { buildEvents, commitEvents, holdBack } = place.tuning;
    this.bounds = purpose === 'build' ? { events: buildEvents, held: holdBack } : { events: commitEvents, held: 0 };
  }

  /** How far the feed has been read. */
  get position(): bigint {
    return this.at;
  }
  get foldings(): readonly Folding[] {
    return this.members;
  }

  /** Takes views in, in place of earlier generations of the same ones. */
  join(news: readonly Folding[]): void {
    const names = new Set(news.map(one => one.view.name));
    this.members = [...this.members.filter(one => !names.has(one.view.name)), ...news];
    this.types = typesOfAll(this.members);
  }

  /** Reads one run of the feed and folds it; has it committed when enough has come together. Says whether it is at the end. */
  async catchUp(): Promise<boolean> {
    const { tuning, eventStore } = this.place;
    const started = performance.now();
    const filter = { types: [...this.types] };
    const batch = await eventStore.readFeed({ after: this.at, limit: tuning.catchUpBatch, filter });
    this.millis += performance.now() - started;
    await this.fold(batch);
    const isDue = (one: Folding, enough: number) =>
      one.hasPending && (batch.caughtUp || one.fullness(this.bounds) >= enough);
    const due = this.members.filter(one => isDue(one, 1));
    // What is due waits for the commit under way, and folding goes on meanwhile, up to a bound.
    if (due.length > 0 && (!this.isCommitting || due.some(one => isDue(one, SLACK)))) {
      await this.written();
      this.begin(this.commitInPortions(due, batch.caughtUp ? undefined : this.bounds));
    }
    if (batch.caughtUp) await this.written();
    return batch.caughtUp;
  }

  /** Resolves when nothing is being committed; rejects with what the store threw. */
  async written(): Promise<void> {
    const { underWay } = this;
    this.underWay = undefined;
    await underWay;
  }

  /** Folds a run of the feed into memory. */
  async fold(batch: FeedBatch): Promise<void> {
    const started = performance.now();
    const events = batch.events.filter(stored => this.types.has(stored.type)).map(feedEvent);
    const recordedAt = batch.events.at(-1)?.recordedAt;
    const upTo = { position: batch.position, ...(recordedAt !== undefined && { recordedAt }) };
    const at = Date.now();
    const now = new Date(at).toISOString();
    this.follow(events, at);
    for (const folding of this.members) await folding.fold(events, upTo, now);
    if (batch.position > this.at) this.at = batch.position;
    this.events += batch.events.length;
    this.millis += performance.now() - started;
  }

  /** Commits what has been folded. */
  async commit(): Promise<void> {
    await this.written();
    this.begin(this.commitInPortions(this.pending));
    await this.written();
  }

  /** Has what has been folded committed, all views together, once nothing else is; more may be folded meanwhile. */
  async beginCommit(): Promise<void> {
    await this.written();
    this.begin(this.commitThese(this.pending));
  }

  private get pending(): readonly Folding[] {
    return this.members.filter(folding => folding.hasPending);
  }

  private begin(commits: Promise<void>): void {
    this.isCommitting = true;
    this.underWay = commits.finally(() => (this.isCommitting = false));
    // It is told to who waits for it next.
    this.underWay.catch(() => undefined);
  }

  /** While one portion is written, the next is made ready. Ends when none is under way. */
  private async commitInPortions(due: readonly Folding[], within?: Bounds): Promise<void> {
    const begun: Promise<void>[] = [];
    try {
      for (const some of portions(due)) {
        const next = this.commitThese(some, within);
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

  private async commitThese(moved: readonly Folding[], within?: Bounds): Promise<void> {
    if (moved.length === 0) return;
    const commits = moved.map(folding => folding.handOver(within));
    const written = commits.reduce((sum, { writes }) => sum + writes.length, 0);
    const { events, millis, position } = this;
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

  /** Traces end with views that are read; one that is built goes through the traces of years. */
  private follow(events: readonly FeedEvent[], at: number): void {
    if (this.purpose !== 'serve') return;
    this.since ??= at;
    for (const one of events) if ('event' in one) this.traces.note(one.event.traceparent);
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
    const { purpose } = this;
    observed(() => observer.onBatch?.({ group, purpose, ...work }));
    if (parked.length > 0) observed(() => observer.onParked?.(parked));
  }
}
