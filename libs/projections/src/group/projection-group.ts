import type { ViewStore } from '@touchstream/view-store';
import { EventStoreUnavailable } from '@touchstream/event-store';
import { ViewStoreUnavailable } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { Doorbell } from '../doorbell.js';
import { underLease, type Held, type LeaseTerms, type ViewWriter } from '../lease/index.js';
import { FeedEnded, isFatal, Life, LoopStopped, StandingBy, type StateChange } from '../life/index.js';
import { Conditions, type WaitOptions } from '../waiting/conditions.js';
import { Controls } from './controls.js';
import { observed, type ProjectionObserver } from './observer.js';
import type { ParkedKeys } from './parked-keys.js';
import { retryParked, type RetryOutcome } from './retry.js';
import { Session } from './session.js';
import { viewStatus, type GroupStatus } from './status.js';
import { defaultTuning, type Tuning } from './tuning.js';
import type { FeedSource, Workplace } from './workplace.js';

export interface ProjectionGroupOptions {
  /** For logs and metrics. */
  readonly name: string;
  /** Names must be unique. Only one group may fold a view at a time: it is alone, or under a lease of its name. */
  readonly views: readonly View[];
  readonly eventStore: FeedSource;
  readonly viewStore: ViewStore;
  /** Left out where no other process can work on these views. */
  readonly lease?: LeaseTerms;
  /** For a group that has a part of the documents only, beside others with the rest. */
  readonly writer?: ViewWriter;
  readonly observer?: ProjectionObserver;
  /** What differs from {@link defaultTuning}. */
  readonly tuning?: Partial<Tuning>;
}

const isKnownToPass = (error: unknown) =>
  [EventStoreUnavailable, ViewStoreUnavailable, FeedEnded].some(type => error instanceof type) || isFatal(error);

/**
 * The projector: reads the feed once for a group of views, folds each batch in memory and commits the final documents with
 * the checkpoint. A view without a usable generation is built from the start of the feed while the others go on, and
 * is read from when it has caught up. For the life of its loop see `lifeTransitions`.
 */
export class ProjectionGroup {
  private readonly life: Life;
  private readonly place: Omit<Workplace, 'viewStore'>;
  private readonly bell = new Doorbell();
  private readonly controls = new Controls<Session>(this.bell.ring);
  private readonly conditions = new Conditions();
  private session: Session | undefined;

  constructor(private readonly options: ProjectionGroupOptions) {
    const { name, views, eventStore, viewStore: store, lease, writer, observer = {} } = options;
    if (new Set(views.map(view => view.name)).size !== views.length) throw new RangeError('a view is named twice');
    const tuning = { ...defaultTuning, ...options.tuning };
    const onCommit = () => {
      this.life.succeeded();
      this.conditions.changed();
    };
    this.place = { group: name, eventStore, observer, tuning, caution: { careful: false }, onCommit };
    this.life = new Life({
      run: signal => underLease({ name, store, lease, writer, life: this.life, work: held => this.work(held) }, signal),
      backoff: tuning.backoff,
      onState: change => this.changed(change),
    });
  }

  get views(): readonly View[] {
    return this.options.views;
  }

  /** Starts the loop; nothing happens where it runs already. */
  start(): void {
    this.life.start();
  }

  /** Lets the running batch finish, commits it and ends the loop. The stores stay open. */
  async stop(): Promise<void> {
    await this.life.stop();
  }

  /** How far it is; without the views while it is not this process that folds them. */
  status(): GroupStatus {
    const { session } = this;
    const views = session === undefined ? [] : this.views.map(view => viewStatus(view, session.standing(view.name)));
    return { group: this.options.name, ...this.life.status(), views };
  }

  /** What is parked of a view, as far as this loop knows it: of what is read, or else of what is being built. */
  parkedKeys(viewName: string): readonly ParkedKeys[] {
    const folding = this.session?.served(viewName) ?? this.session?.built(viewName);
    return folding === undefined ? [] : [folding.parkedKeys];
  }

  /**
   * Resolves when every view can be read and contains all events up to the position, by default the newest one. Rejects with
   * `WaitTimedOut`, the signal's reason, {@link LoopStopped}, or what the event store throws when asked for the newest one.
   */
  async whenCaughtUp(wait: WaitOptions & { readonly position?: bigint }): Promise<void> {
    this.ensureRunning();
    const position = wait.position ?? (await this.options.eventStore.head());
    await this.conditions.until(() => this.session?.isAt(position) === true, wait);
  }

  /**
   * Builds the view anew from the start of the feed while the present documents are read and kept up to date; resolves when the
   * new ones are read. One that is under way already is what is waited for. Giving up the wait does not end it.
   * Rejects also with {@link StandingBy}.
   */
  async rebuild(viewName: string, wait: WaitOptions): Promise<void> {
    const view = this.viewNamed(viewName);
    this.ensureRunning();
    const number = await this.ask(session => session.rebuild(view));
    await this.conditions.until(() => (this.session?.served(viewName)?.generation.number ?? -1) >= number, wait);
  }

  /** Tries the parked events of a view again, of one key or of all; between two batches. See {@link RetryOutcome}. Rejects with {@link LoopStopped}, {@link StandingBy}. */
  async retryParked(viewName: string, key?: string): Promise<RetryOutcome> {
    this.viewNamed(viewName);
    this.ensureRunning();
    return this.ask(session => retryParked(session, viewName, key));
  }

  private async ask<T>(task: (session: Session) => Promise<T>): Promise<T> {
    const { state } = this.life.status();
    if (state === 'standby') throw this.standingBy();
    return this.controls.ask(task);
  }

  private async work({ signal, store }: Held): Promise<void> {
    const { life, bell, controls, conditions } = this;
    const place = { ...this.place, viewStore: store };
    const onActivated = () => conditions.changed();
    try {
      this.session = await Session.open({ place, views: this.options.views, life, bell, controls, onActivated });
      conditions.changed();
      await this.session.work(signal);
    } catch (error) {
      place.caution.careful ||= !isKnownToPass(error);
      throw error;
    }
  }

  private changed(change: StateChange): void {
    const { name, observer } = this.options;
    observed(() => observer?.onState?.({ loop: name, ...change }));
    if (change.to === 'standby') {
      this.session = undefined;
      this.controls.refuseAll(this.standingBy());
    }
    if (change.to !== 'stopped' && change.to !== 'failed') return;
    const error = new LoopStopped(`the projection group ${name} is ${change.to}`);
    this.controls.refuseAll(error);
    this.conditions.fail(error);
  }

  private standingBy(): StandingBy {
    return new StandingBy(`the projection group ${this.options.name} stands by`);
  }

  private ensureRunning(): void {
    if (!this.life.isRunning) throw new LoopStopped(`the projection group ${this.options.name} does not run`);
  }

  private viewNamed(name: string): View {
    const found = this.options.views.find(view => view.name === name);
    if (found === undefined) throw new RangeError(`the group ${this.options.name} has no view ${name}`);
    return found;
  }
}
