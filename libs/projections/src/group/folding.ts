import { START } from '@touchstream/event-store';
import type { Checkpoint, Commit, DocWrite, Generation, Parked } from '@touchstream/view-store';
import { typesOf, type View } from '@touchstream/views';
import {
  ensureStorable,
  foldBatch,
  isBehind,
  touchesOf,
  type FeedEvent,
  type Folded,
  type ParkedFrom,
  type Touch,
  type Touches,
} from '../fold/index.js';
import { Documents } from './documents.js';
import type { ViewWork } from './observer.js';
import { Pace } from './pace.js';
import { ParkedKeys, type ParkedSummary } from './parked-keys.js';
import type { Workplace } from './workplace.js';

/** A commit with what it is of: one entry of what the store commits. */
export type ViewCommit = Commit & { readonly generation: Generation; readonly view: View };

/** What is being committed, as far as it is to be known afterwards. */
interface Leaving {
  readonly checkpoint: Checkpoint;
  readonly park: readonly Parked[];
  readonly work: ViewWork;
}

const NONE: ReadonlyMap<string, DocWrite> = new Map();

function keysOf(touches: readonly Touch[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const { keys } of touches) for (const key of keys) all.add(key);
  return all;
}

/** One view being folded into one generation: its place in the feed, its documents, its parked keys. */
export class Folding {
  readonly types: ReadonlySet<string>;
  private readonly documents: Documents;
  private readonly touched = new Set<string>();
  readonly pace: Pace;
  private park: Parked[] = [];
  /** Events that the feed has given since the last commit. */
  private events = 0;
  private reached: Checkpoint;
  private shown: bigint;
  private leaving: Leaving | undefined;
  private stored: Checkpoint;

  private constructor(
    readonly view: View,
    readonly generation: Generation,
    /** Replaced when parked events have been tried again. */
    public parkedKeys: ParkedKeys,
    private readonly place: Workplace,
  ) {
    this.types = new Set(typesOf(view));
    this.pace = new Pace(place.tuning);
    this.documents = new Documents(place.viewStore, generation, view.once === true ? 0 : place.tuning.keepDocuments);
    this.reached = this.stored = generation.checkpoint;
    this.shown = this.reached.position;
  }

  static async open(view: View, generation: Generation, place: Workplace): Promise<Folding> {
    const parked = new ParkedKeys(await place.viewStore.parkedKeys(generation));
    return new Folding(view, generation, parked, place);
  }

  /** The same from what is committed on. */
  afresh(): Promise<Folding> {
    return Folding.open(this.view, { ...this.generation, checkpoint: this.stored }, this.place);
  }

  /** How far it is, as far as that can be told: events that are not folded in the order of the feed count in proportion. */
  get progress(): Checkpoint {
    return { ...this.reached, position: this.shown };
  }
  /** All up to here is folded. */
  get position(): bigint {
    return this.reached.position;
  }
  /** How far it has been committed: what readers see. */
  get checkpoint(): Checkpoint {
    return this.stored;
  }
  get parked(): ParkedSummary {
    return this.parkedKeys.summary();
  }
  /** How much has come together, of documents or of events, as a part of what is enough for a commit; 1 is enough. */
  fullness(enoughEvents: number): number {
    return Math.max(this.events / enoughEvents, this.share);
  }
  /** What awaits its commit, as a part of what may be committed at once. */
  get share(): number {
    return this.documents.waiting / this.pace.room;
  }
  /** Whether it has read further than what was handed over to be committed. */
  get hasPending(): boolean {
    return this.reached.position > (this.leaving?.checkpoint ?? this.stored).position;
  }

  /** Folds a run of the feed, read up to a position, into memory; what it has already is skipped. */
  async fold(events: readonly FeedEvent[], upTo: Checkpoint, at: string): Promise<void> {
    if (upTo.position <= this.position) return;
    const { touches, parked } = this.touches(events, at);
    this.hold(parked);
    await this.take(touches, at);
    this.reach(upTo);
    this.events += events.length;
  }

  /** Which documents a run of the feed touches; what it has already is skipped. Events without keys are to be parked. */
  touches(events: readonly FeedEvent[], at: string): Touches {
    const { view, position } = this;
    const isAllNew = events.length === 0 || events[0]!.stored.position > position;
    const news = isAllNew ? events : events.filter(({ stored }) => stored.position > position);
    return touchesOf(view, news, { parkedKeys: this.parkedKeys.tallies, at });
  }

  /** Whether any of them is the first of its key to be parked. */
  isNews(parked: readonly Parked[]): boolean {
    return parked.some(({ key, position }) => !isBehind(this.parkedKeys.tallies, key, position));
  }

  /** These await the next commit that moves the checkpoint. */
  hold(parked: readonly Parked[]): void {
    this.park.push(...parked);
    this.parkedKeys.add(parked);
  }

  /**
   * Folds touches into memory: of each document in the order of the feed. `areFirst`: no other event behind {@link position} has touched
   * these documents before.
   */
  async take(touches: readonly Touch[], at: string, areFirst = false): Promise<void> {
    const areNew = areFirst && this.position === START;
    const isChecked = this.place.caution.careful;
    const { writes, parked } = await this.folded(touches, this.parkedKeys.tallies, at, { areNew, isChecked });
    for (const { keys } of touches) for (const key of keys) this.touched.add(key);
    this.documents.change(writes);
    this.hold(parked);
  }

  /** All up to here has been folded. */
  reach(upTo: Checkpoint): void {
    if (upTo.position <= this.position) return;
    this.reached = { ...this.reached, ...upTo };
    this.show(upTo.position);
  }

  /** How far it is to be said to be. */
  show(position: bigint): void {
    if (position > this.shown) this.shown = position;
  }

  /**
   * Folds touches into the current documents without keeping the outcome. `areNew`: the store is known to have none of the documents;
   * `isChecked`: what no store could keep is parked.
   */
  async folded(
    touches: readonly Touch[],
    parkedKeys: ParkedFrom,
    at: string,
    { areNew, isChecked }: { readonly areNew: boolean; readonly isChecked: boolean },
  ): Promise<Folded> {
    const { view } = this;
    const docs = view.once === true ? NONE : await this.documents.load(keysOf(touches), areNew);
    return foldBatch({ view, touches, docs, parkedKeys, at, ...(isChecked && { check: ensureStorable }) });
  }

  /** What awaits its commit. What is folded from now on comes with the next one, which must wait for this. */
  handOver(): ViewCommit {
    const { park } = this;
    this.events = 0;
    this.park = [];
    return this.leave(this.documents.handOver(), this.reached, park);
  }

  /**
   * The documents alone, which are not asked for again soon. The checkpoint stays where it is, for other documents lack events before
   * those; and with it what is parked, which would be counted twice when it is read again.
   */
  handOverPart(): ViewCommit {
    return this.leave(this.documents.handOver(false), this.stored, []);
  }

  /** What {@link handOver} gave has been committed. */
  committed(): { readonly work: ViewWork; readonly parked: readonly Parked[] } {
    const { checkpoint, park, work } = this.leaving!;
    this.documents.committed();
    this.leaving = undefined;
    this.stored = checkpoint;
    return { work, parked: park };
  }

  /** Parked events have been folded by a commit of their own, which wrote these documents. */
  async retried(writes: Folded['writes']): Promise<void> {
    this.documents.change(writes);
    this.documents.handOver();
    this.documents.committed();
    this.parkedKeys = new ParkedKeys(await this.place.viewStore.parkedKeys(this.generation));
  }

  private leave(writes: readonly DocWrite[], checkpoint: Checkpoint, park: readonly Parked[]): ViewCommit {
    const { view, generation } = this;
    const work = { view: view.name, documents: this.touched.size, writes: writes.length, parked: park.length };
    this.leaving = { checkpoint, park, work };
    this.touched.clear();
    return { view, generation, writes, checkpoint, park };
  }
}
