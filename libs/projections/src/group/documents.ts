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
  /** Whether it is kept in memory once it has been committed. */
  private isKept = true;
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

  /**
   * The documents of the keys; those that are not there are left out, or come with `doc: null`. `areNew`: the store is known to have
   * none of them.
   */
  async load(keys: Iterable<string>, areNew = false): Promise<ReadonlyMap<string, DocWrite>> {
    const found = new Map<string, DocWrite>();
    const unknown: string[] = [];
    for (const key of keys) {
      const known = this.inMemory(key);
      if (known !== undefined) found.set(key, known);
      else unknown.push(key);
    }
    if (unknown.length > 0 && !areNew && !this.knowsAll)
      for (const [key, last] of await this.read(unknown)) found.set(key, last);
    return found;
  }

  change(writes: readonly DocWrite[]): void {
    for (const write of writes) {
      const { key } = write;
      const isFirst = this.changed.get(key)?.isFirst ?? this.isUnwritten(key);
      // Not by a spread, which takes several times as long: this runs with nearly every event.
      this.changed.set(key, isFirst ? { key, position: write.position, doc: write.doc, isFirst } : write);
    }
  }

  /** What has changed, to be committed: nothing more is handed over before that is {@link committed}. `isKept`: it may be asked for again. */
  handOver(isKept = true): readonly DocWrite[] {
    const { changed } = this;
    this.leaving = changed;
    this.isKept = isKept;
    this.changed = new Map();
    return [...changed.values()];
  }

  private inMemory(key: string): DocWrite | undefined {
    return this.changed.get(key) ?? this.leaving.get(key) ?? this.recent.get(key);
  }

  private async read(keys: readonly string[]): Promise<ReadonlyMap<string, DocWrite>> {
    const found = new Map(await this.store.getMany(this.generation, keys));
    for (const key of keys) {
      // What is there is about to change, and is kept when that has been committed.
      if (found.has(key)) continue;
      const nothing = { key, position: START, doc: null };
      found.set(key, nothing);
      this.recent.put(key, nothing);
    }
    return found;
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
    const { isKept, keep, leaving, recent } = this;
    if (!isKept) for (const key of leaving.keys()) recent.forget(key);
    else if (keep > 0) for (const [key, write] of leaving) recent.put(key, write);
    this.leaving = new Map();
  }
}
