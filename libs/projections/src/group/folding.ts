import type { Checkpoint, Commit, DocWrite, Generation, Parked } from '@touchstream/view-store';
import { typesOf, type View } from '@touchstream/views';
import { ensureStorable, foldBatch, touchesOf, type FeedEvent, type Folded, type Touch } from '../fold/index.js';
import { Documents } from './documents.js';
import type { ViewWork } from './observer.js';
import { Pace } from './pace.js';
import { ParkedKeys, type ParkedSummary } from './parked-keys.js';
import type { Workplace } from './workplace.js';

/** A commit with what it is of: one entry of what the store commits. */
export type ViewCommit = Commit & { readonly generation: Generation; readonly view: View };

/** Up to where a view is folded on before it is committed. */
export interface Bounds {
  /** Since it was committed the last time. */
  readonly events: number;
  /** So many times the documents that may be committed at once are held back, those that changed last. */
  readonly held: number;
}

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
  private leaving: Leaving | undefined;
  private stored: Checkpoint;

  private constructor(
    readonly view: View,
    readonly generation: Generation,
    private parkedKeys: ParkedKeys,
    private readonly place: Workplace,
  ) {
    this.types = new Set(typesOf(view));
    this.pace = new Pace(place.tuning);
    this.documents = new Documents(place.viewStore, generation, view.once === true ? 0 : place.tuning.keepDocuments);
    this.reached = this.stored = generation.checkpoint;
  }

  static async open(view: View, generation: Generation, place: Workplace): Promise<Folding> {
    const parked = new ParkedKeys(await place.viewStore.parkedKeys(generation));
    return new Folding(view, generation, parked, place);
  }

  /** How far it has read the feed. */
  get read(): Checkpoint {
    return this.reached;
  }
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
  fullness({ events, held }: Bounds): number {
    return Math.max(this.events / events, this.share - this.held(held));
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
    const { view, position } = this;
    const isAllNew = events.length === 0 || events[0]!.stored.position > position;
    const news = isAllNew ? events : events.filter(({ stored }) => stored.position > position);
    const { touches, parked } = touchesOf(view, news, { parkedKeys: this.parkedKeys.keys, at });
    const folded = await this.folded(touches, this.parkedKeys.keys, at);
    for (const { keys } of touches) for (const key of keys) this.touched.add(key);
    this.documents.change(folded.writes);
    this.hold([...parked, ...folded.parked]);
    this.reached = { ...this.reached, ...upTo };
    this.events += events.length;
  }

  /** Folds touches into the current documents without keeping the outcome. */
  async folded(touches: readonly Touch[], parkedKeys: ReadonlySet<string>, at: string): Promise<Folded> {
    const { view, place } = this;
    const docs = view.once === true ? NONE : await this.documents.load(keysOf(touches));
    return foldBatch({ view, touches, docs, parkedKeys, at, ...(place.caution.careful && { check: ensureStorable }) });
  }

  /**
   * What awaits its commit. What is folded from now on comes with the next one, which must wait for this. Within bounds it is no more
   * than may be committed at once, of the documents that have not changed for longest; the checkpoint stays where it is, for it must
   * not pass what is held back.
   */
  handOver(within?: Bounds): ViewCommit {
    const { view, generation, park } = this;
    const isPart = within !== undefined && this.holdsBack(within);
    const writes = this.documents.handOver(isPart ? this.pace.room : Infinity);
    const checkpoint = isPart ? this.stored : this.reached;
    if (!isPart) this.events = 0;
    const work = { view: view.name, documents: this.touched.size, writes: writes.length, parked: park.length };
    this.leaving = { checkpoint, park, work };
    this.touched.clear();
    this.park = [];
    return { view, generation, writes, checkpoint, park };
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

  /** With an event that is parked goes all that its document had become before. */
  private holdsBack({ events, held }: Bounds): boolean {
    return this.held(held) > 0 && this.events < events && this.park.length === 0;
  }

  /** What of it this view holds back: none where each document is made by one event, for it does not change again. */
  private held(held: number): number {
    return this.view.once === true ? 0 : held;
  }

  private hold(parked: readonly Parked[]): void {
    this.park.push(...parked);
    this.parkedKeys.add(parked);
  }
}
