import { setImmediate as breathe } from 'node:timers/promises';
import type { View } from '@touchstream/views';
import type { Doorbell } from '../doorbell.js';
import { feedEnds, type FeedEnds } from '../feed-ends.js';
import { Subscription } from '../subscription.js';
import { FeedWentBackwards, type Life } from '../life/index.js';
import { announce } from '../waiting/when-view-at.js';
import { Build } from './build.js';
import type { Controls } from './controls.js';
import { Folding } from './folding.js';
import { Lane } from './lane.js';
import { openLanes, type Lanes } from './lanes.js';
import { observed } from './observer.js';
import type { Standing } from './status.js';
import type { Workplace } from './workplace.js';

interface Around {
  readonly place: Workplace;
  readonly views: readonly View[];
  readonly life: Life;
  readonly bell: Doorbell;
  readonly controls: Controls<Session>;
  /** Called when a generation was activated. */
  readonly onActivated: () => void;
}

/**
 * One run of a group, from the stored checkpoints to the first error or the end. Serving and building take turns, so
 * that a rebuild does not hold up what is read, nor the other way round.
 */
export class Session {
  private serving: Lane | undefined;
  private builds: readonly Build[];
  private subscription: Subscription | undefined;
  private atEnd = false;
  private lookedAt = performance.now();
  /** Where it served at the last look. */
  private stoodAt: bigint | undefined;
  private readonly ending = new AbortController();

  private constructor(
    private readonly around: Around,
    lanes: Lanes,
    private ends: FeedEnds,
  ) {
    this.serving = lanes.serving;
    this.builds = lanes.builds;
  }

  static async open(around: Around): Promise<Session> {
    const ends = await feedEnds(around.place.eventStore);
    return new Session(around, await openLanes(around.place, around.views, ends.head), ends);
  }

  get place(): Workplace {
    return this.around.place;
  }
  /** The newest position of the feed, as last seen. */
  get head(): bigint {
    return this.lanes().reduce((head, { position }) => (position > head ? position : head), this.ends.head);
  }
  /** The generation of the view that is read and kept up to date. */
  served(viewName: string): Folding | undefined {
    return this.serving?.foldings.find(one => one.view.name === viewName);
  }
  /** The generation of the view that is on its way. */
  built(viewName: string): Folding | undefined {
    return this.builds.flatMap(build => build.foldings).find(one => one.view.name === viewName);
  }

  /** Both, and the ends of the feed. */
  standing(viewName: string): Standing {
    return { ends: { ...this.ends, head: this.head }, served: this.served(viewName), built: this.built(viewName) };
  }

  async work(signal: AbortSignal): Promise<void> {
    const { bell } = this.around;
    const onAbort = () => {
      this.ending.abort();
      bell.ring();
    };
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) await this.turn();
      for (const lane of this.lanes()) await lane.commit();
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.ending.abort();
      await this.subscription?.close();
      // Who takes the views up next must not be overtaken by what this one has asked for.
      await Promise.allSettled([this.serving?.written(), ...this.builds.map(build => build.close())]);
    }
  }

  /** Begins a new generation of the view, unless one is on its way. Gives its number. */
  async rebuild(view: View): Promise<number> {
    const begun = this.built(view.name);
    if (begun !== undefined) return begun.generation.number;
    const { place } = this.around;
    const generation = await place.viewStore.create(view);
    this.builds = [...this.builds, new Build(place, [await Folding.open(view, generation, place)])];
    return generation.number;
  }

  /** The generation of the view that is read, or is on its way where none is; store and memory agree on it. */
  async settled(viewName: string): Promise<Folding | undefined> {
    await this.serving?.commit();
    const served = this.served(viewName);
    if (served !== undefined) return served;
    this.builds = await Promise.all(this.builds.map(build => build.settled()));
    return this.built(viewName);
  }

  /** Whether every view is served and has reached the position. */
  isAt(position: bigint): boolean {
    return this.around.views.every(view => {
      const served = this.served(view.name);
      return served !== undefined && served.checkpoint.position >= position;
    });
  }

  private async turn(): Promise<void> {
    const { bell, controls, life, place } = this.around;
    await controls.carryOut(this);
    const served = await this.serve();
    const built = await this.build();
    await this.lookAtHead();
    if (this.isLive()) place.caution.careful = false;
    life.enter(this.isLive() ? 'live' : 'catching-up');
    life.beat();
    await (served || built ? breathe() : bell.wait(place.tuning.tickMs));
  }

  private isLive(): boolean {
    return this.atEnd && this.serving?.foldings.length === this.around.views.length;
  }

  private async serve(): Promise<boolean> {
    if (this.serving === undefined) return false;
    if (this.subscription === undefined) {
      this.atEnd = await this.serving.catchUp();
      if (this.atEnd) this.subscribe(this.serving.position);
      return true;
    }
    const batch = this.subscription.take();
    if (batch === undefined) {
      await this.serving.written();
      return false;
    }
    await this.serving.fold(batch);
    await this.serving.beginCommit();
    if (batch.caughtUp) await this.serving.written();
    this.atEnd = batch.caughtUp;
    return true;
  }

  private subscribe(after: bigint): void {
    const { signal } = this.ending;
    const { bell, place } = this.around;
    // Every event, so that each moves on at once also the views that do not look at it: readers wait for positions.
    const feed = place.eventStore.subscribe({ after, limit: place.tuning.liveBatch, signal });
    this.subscription = new Subscription(feed, bell.ring);
  }

  /** Says whether there was something to do; one that waits for others to be ready has caught up, and does so again now and then. */
  private async build(): Promise<boolean> {
    let busy = false;
    for (const build of this.builds) {
      const atEnd = await build.catchUp();
      const isAhead = this.serving !== undefined && build.isWhole && build.position >= this.serving.position;
      const waits = (atEnd || isAhead) && !(await this.activate(build));
      busy ||= !waits;
    }
    return busy;
  }

  /** Says whether readers see what has been built. */
  private async activate(build: Build): Promise<boolean> {
    const { place } = this.around;
    await build.commit();
    // The generations that it commits to may be dropped now.
    await this.serving?.written();
    let isActive = true;
    for (const { view, generation } of build.foldings) {
      if (!(await place.viewStore.activate(generation))) isActive = false;
      else {
        announce(view.name);
        observed(() => place.observer.onActivated?.({ view: view.name, generation: generation.number }));
      }
    }
    if (!isActive) return false;
    this.builds = this.builds.filter(one => one !== build);
    if (this.serving === undefined) this.serving = new Lane(place, build.foldings);
    else this.serving.join(build.foldings);
    this.around.onActivated();
    return true;
  }

  private lanes(): readonly (Lane | Build)[] {
    return this.serving === undefined ? this.builds : [this.serving, ...this.builds];
  }

  /** Now and then: for the lag, and so that a feed that lost its end is found out. */
  private async lookAtHead(): Promise<void> {
    const { place, life } = this.around;
    if (performance.now() - this.lookedAt < place.tuning.tickMs) return;
    this.ends = await feedEnds(place.eventStore, this.ends);
    this.lookedAt = performance.now();
    const { head } = this.ends;
    for (const { position } of this.lanes()) if (position > head) throw new FeedWentBackwards(head, position);
    life.succeeded();
    await this.rouse();
  }

  /** Where a subscription stood still between two looks although the feed has gone on, what it kept back is read. */
  private async rouse(): Promise<void> {
    const { serving, subscription, ends } = this;
    if (serving === undefined || subscription === undefined) return;
    if (serving.position < ends.head && serving.position === this.stoodAt) await serving.catchUp();
    this.stoodAt = serving.position;
  }
}
