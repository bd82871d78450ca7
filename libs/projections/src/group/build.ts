import type { FeedBatch } from '@touchstream/event-store';
import type { Checkpoint } from '@touchstream/view-store';
import { nameOf } from '../fold/index.js';
import { Commits } from './commits.js';
import type { Folding } from './folding.js';
import { observed } from './observer.js';
import { lowestOf, readRun, taken, typesOfAll } from './run.js';
import { Stretch } from './stretch.js';
import type { Workplace } from './workplace.js';

/**
 * Generations on their way, that nobody reads yet: they are folded document by document, a {@link Stretch} of the feed at a time. Views whose
 * documents are made by one event each follow the feed itself, and so do all of them at its end, where one run of it is all there is.
 */
export class Build {
  readonly purpose = 'build';
  private at: bigint;
  private readonly types: ReadonlySet<string>;
  private readonly commits: Commits;
  /** Views that are dealt to piles, and those that are not. */
  private readonly dealt: readonly Folding[];
  private readonly straight: readonly Folding[];
  private stretch: Stretch | undefined;
  /** Where what was dealt last ends. */
  private dealtTo: Checkpoint | undefined;
  private isWarned = false;

  constructor(
    private readonly place: Workplace,
    readonly foldings: readonly Folding[],
  ) {
    this.at = lowestOf(foldings);
    this.types = typesOfAll(foldings);
    this.commits = new Commits(place, this);
    this.dealt = foldings.filter(({ view }) => view.once !== true);
    this.straight = foldings.filter(({ view }) => view.once === true);
  }

  /** All up to here is folded. */
  get position(): bigint {
    return lowestOf(this.foldings);
  }

  /** Whether all that has been read is folded. */
  get isWhole(): boolean {
    return this.stretch === undefined;
  }

  /** Reads one run of the feed, or folds a part of what has been read. Says whether it is at the end of the feed. */
  async catchUp(): Promise<boolean> {
    const { stretch } = this;
    const started = performance.now();
    if (stretch?.end !== undefined) {
      await this.foldNext(stretch);
      this.commits.spent(performance.now() - started);
      return false;
    }
    const batch = await readRun(this.place, this.at, this.types);
    const isLast = stretch === undefined && batch.caughtUp;
    const isWhole = isLast || !(await this.takeIn(batch));
    if (isWhole) await this.fold(batch);
    this.commits.spent(performance.now() - started, batch.events.length);
    if (isWhole) await this.commit();
    else await this.commits.beginFull(this.straight, folding => folding.share);
    return isLast;
  }

  /** Resolves when nothing is being committed; rejects with what the store threw. */
  written(): Promise<void> {
    return this.commits.written();
  }

  /** Commits all that has been folded; nothing while a stretch is not. */
  async commit(): Promise<void> {
    if (this.isWhole) await this.beginCommit();
    await this.written();
  }

  /** This build, where all that has been read is folded and committed; else another one, that begins at what is. */
  async settled(): Promise<Build> {
    await this.commit();
    if (this.isWhole) return this;
    await this.close();
    return new Build(this.place, await Promise.all(this.foldings.map(folding => folding.afresh())));
  }

  /** Gives up what is not committed. */
  async close(): Promise<void> {
    await this.stretch?.close();
    await Promise.allSettled([this.written()]);
  }

  private async fold(batch: FeedBatch): Promise<void> {
    const { events, upTo } = taken(batch, this.types);
    const now = new Date().toISOString();
    for (const folding of this.foldings) await folding.fold(events, upTo, now);
    this.at = batch.position;
  }

  /** False where it is to be folded and committed by itself. */
  private async takeIn(batch: FeedBatch): Promise<boolean> {
    if (this.dealt.length > 0) return this.deal(batch);
    await this.fold(batch);
    return true;
  }

  /**
   * What stops a stream is not dealt, and the stretch ends before it: false where there is none. Documents of a stretch are committed
   * before what is parked, and where it was then broken off, who can read by now what stopped the stream would find them to be
   * further already.
   */
  private async deal(batch: FeedBatch): Promise<boolean> {
    const { catchUpBatch, stretchEvents } = this.place.tuning;
    const bounds = { most: stretchEvents, atOnce: catchUpBatch };
    const { events, upTo } = taken(batch, this.types);
    const now = new Date().toISOString();
    const found = this.dealt.map(folding => ({ folding, ...folding.touches(events, now) }));
    if (found.some(({ folding, parked }) => folding.isNews(parked))) {
      if (this.stretch === undefined) return false;
      // It is read again when that is folded.
      this.stretch.end = this.dealtTo;
      return true;
    }
    const stretch = (this.stretch ??= new Stretch(this.at, this.dealt.length, bounds));
    for (const folding of this.straight) await folding.fold(events, upTo, now);
    for (const { folding, parked } of found) folding.hold(parked);
    await stretch.deal(
      batch.events.length,
      events,
      found.map(({ touches }) => touches),
    );
    this.at = batch.position;
    this.dealtTo = upTo;
    if (batch.caughtUp || stretch.isFull) stretch.end = upTo;
    if (stretch.trouble !== undefined) this.warn(stretch.trouble);
    this.show(stretch);
    return true;
  }

  private async foldNext(stretch: Stretch): Promise<void> {
    const run = await stretch.next();
    if (run === undefined) return this.endOf(stretch);
    const now = new Date().toISOString();
    for (const [view, folding] of this.dealt.entries()) await folding.take(run.touches[view]!, now, run.areFirst);
    this.show(stretch);
    await this.commits.beginFull(
      this.dealt,
      folding => folding.share,
      folding => folding.handOverPart(),
    );
  }

  private async endOf(stretch: Stretch): Promise<void> {
    for (const folding of this.dealt) folding.reach(stretch.end!);
    this.stretch = undefined;
    await stretch.close();
    await this.beginCommit();
  }

  private beginCommit(): Promise<void> {
    return this.commits.beginInPortions(this.foldings.filter(folding => folding.hasPending));
  }

  private show(stretch: Stretch): void {
    const position = stretch.progress(this.at);
    for (const folding of this.dealt) folding.show(position);
  }

  /** Once: with short stretches it goes on, if more slowly. */
  private warn(trouble: unknown): void {
    if (this.isWarned) return;
    this.isWarned = true;
    const { group, observer } = this.place;
    observed(() => observer.onTrouble?.({ group, reason: nameOf(trouble) }));
  }
}
