import { START } from '@touchstream/event-store';
import type { DocWrite, Generation } from '@touchstream/view-store';
import type { ViewWriter } from '../lease/index.js';
import { Recent } from '../recent.js';

/**
 * The documents of a generation as the fold sees them: changed ones, then those that are being committed, then the recently used,
 * then the store. It is thrown away with its session after any error, so that it never differs from the store.
 */
export class Documents {
  private changed = new Map<string, DocWrite>();
  /** What {@link handOver} gave. */
  private leaving: ReadonlyMap<string, DocWrite> = new Map();
  /** Whether others were held back, which are likelier to be asked for again. */
  private areCold = false;
  private readonly recent: Recent<DocWrite>;
  private readonly startedEmpty: boolean;

  constructor(
    private readonly store: Pick<ViewWriter, 'getMany'>,
    private readonly generation: Generation,
    /** Documents kept, at most; 0 for a view that never asks for one again. */
    private readonly keep: number,
  ) {
    this.recent = new Recent(Math.max(1, Math.floor(keep / 2)));
    this.startedEmpty = generation.checkpoint.position === START;
  }

  /** How many documents have changed since some were handed over. */
  get waiting(): number {
    return this.changed.size;
  }

  /** The documents of the keys; those that are not there are left out, or come with `doc: null`. */
  async load(keys: Iterable<string>): Promise<ReadonlyMap<string, DocWrite>> {
    const found = new Map<string, DocWrite>();
    const unknown: string[] = [];
    for (const key of keys) {
      const known = this.changed.get(key) ?? this.leaving.get(key) ?? this.recent.get(key);
      if (known !== undefined) found.set(key, known);
      else unknown.push(key);
    }
    if (unknown.length === 0 || this.knowsAll) return found;
    const stored = await this.store.getMany(this.generation, unknown);
    for (const key of unknown) {
      const written = stored.get(key);
      const known = written ?? { key, position: START, doc: null };
      found.set(key, known);
      // What is there is about to change, and is kept when that has been committed.
      if (written === undefined) this.recent.put(key, known);
    }
    return found;
  }

  change(writes: readonly DocWrite[]): void {
    for (const write of writes) {
      const { key } = write;
      const isFirst = this.changed.get(key)?.isFirst ?? this.isUnwritten(key);
      // Behind all others: they stand in order of their last change.
      this.changed.delete(key);
      // Not by a spread, which takes several times as long: this runs with nearly every event.
      this.changed.set(key, isFirst ? { key, position: write.position, doc: write.doc, isFirst } : write);
    }
  }

  /**
   * What has changed, to be committed: nothing more is handed over before that is {@link committed}. `most`: so many documents
   * at most, those that have not changed for longest.
   */
  handOver(most = Infinity): readonly DocWrite[] {
    const leaving = new Map<string, DocWrite>();
    for (const [key, write] of this.changed) {
      if (leaving.size >= most) break;
      leaving.set(key, write);
    }
    this.leaving = leaving;
    this.areCold = leaving.size < this.changed.size;
    if (this.areCold) for (const key of leaving.keys()) this.changed.delete(key);
    else this.changed = new Map();
    return [...leaving.values()];
  }

  /** Whether the store is known to hold nothing under a key that does not await its commit. */
  private isUnwritten(key: string): boolean {
    if (this.changed.has(key) || this.leaving.has(key)) return false;
    const known = this.recent.get(key);
    return known === undefined ? this.knowsAll : known.position === START;
  }

  /** What began empty and has forgotten nothing knows every document there is. */
  private get knowsAll(): boolean {
    return this.startedEmpty && this.recent.isWhole;
  }

  /** What was handed over has been committed. */
  committed(): void {
    const { areCold, keep, leaving, recent } = this;
    if (areCold) for (const key of leaving.keys()) recent.forget(key);
    else if (keep > 0) for (const [key, write] of leaving) recent.put(key, write);
    this.leaving = new Map();
  }
}
