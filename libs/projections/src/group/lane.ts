import type { FeedBatch } from '@touchstream/event-store';
import { Commits } from './commits.js';
import type { Folding } from './folding.js';
import { lowestOf, readRun, taken, typesOfAll } from './run.js';
import type { Workplace } from './workplace.js';

/**
 * Views that are read, and go through the feed together: each event is read and decoded once for all of them. What a live batch makes
 * of them is one commit; while catching up, each view has commits of its own, when it has enough for one: a view of few
 * documents, which change often, writes each of them seldom. While one is under way, the next events are folded. It
 * begins at the position of the hindmost; each view skips what it has.
 */
export class Lane {
  readonly purpose = 'serve';
  private at: bigint;
  private types: ReadonlySet<string>;
  private readonly commits: Commits;

  constructor(
    private readonly place: Workplace,
    private members: readonly Folding[],
  ) {
    this.at = lowestOf(members);
    this.types = typesOfAll(members);
    this.commits = new Commits(place, this);
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
    const { commitEvents } = this.place.tuning;
    const started = performance.now();
    const batch = await readRun(this.place, this.at, this.types);
    this.commits.spent(performance.now() - started);
    await this.fold(batch);
    const fullness = (one: Folding) => (batch.caughtUp ? Infinity : one.fullness(commitEvents));
    await this.commits.beginFull(this.pending, fullness);
    if (batch.caughtUp) await this.written();
    return batch.caughtUp;
  }

  /** Resolves when nothing is being committed; rejects with what the store threw. */
  written(): Promise<void> {
    return this.commits.written();
  }

  /** Folds a run of the feed into memory. */
  async fold(batch: FeedBatch): Promise<void> {
    const started = performance.now();
    const at = Date.now();
    const { events, upTo } = taken(batch, this.types);
    const now = new Date(at).toISOString();
    this.commits.follow(events, at);
    for (const folding of this.members) await folding.fold(events, upTo, now);
    if (batch.position > this.at) this.at = batch.position;
    this.commits.spent(performance.now() - started, batch.events.length);
  }

  /** Commits what has been folded. */
  async commit(): Promise<void> {
    await this.commits.beginInPortions(this.pending);
    await this.written();
  }

  /** Has what has been folded committed, all views together, once nothing else is; more may be folded meanwhile. */
  beginCommit(): Promise<void> {
    return this.commits.begin(this.pending);
  }

  private get pending(): readonly Folding[] {
    return this.members.filter(folding => folding.hasPending);
  }
}
