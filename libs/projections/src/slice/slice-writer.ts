import { ViewStoreUnavailable, type Generation, type Parked, type ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { STREAM_KEY } from '../fold/index.js';
import type { ViewWriter } from '../lease/index.js';
import type { Progress } from './progress.js';
import { sliceOf, type Slice } from './slice.js';

type Commits = Parameters<ViewStore['commit']>[0];

/**
 * The views as a slice sees them: with its own checkpoints, and without what is parked in others. It needs no lease. What two processes
 * write that both work on a slice for a moment is the same, as each document says how far it is and what is not newer is skipped.
 */
export class SliceWriter implements ViewWriter {
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly store: ViewStore,
    private readonly slice: Slice,
    private readonly progress: Progress,
  ) {}

  /** The newest generation of the view when it was taken up. */
  newest(viewName: string): number {
    return this.seen.get(viewName) ?? 0;
  }

  async takeUp({ name }: View): Promise<readonly Generation[]> {
    const all = await this.store.generations(name);
    this.seen.set(name, all.at(-1)?.number ?? 0);
    return this.progress.asOf(this.slice, all);
  }

  /** Only the first slice does, so that all build the same one. */
  get begins(): boolean {
    return this.slice.index === 0;
  }

  /** Rejects with ViewStoreUnavailable in a slice that does not begin generations. */
  async create(view: View): Promise<Generation> {
    if (!this.begins) throw new ViewStoreUnavailable(`the first slice has yet to begin ${view.name}`);
    const made = await this.store.create(view);
    this.seen.set(view.name, made.number);
    return made;
  }

  async activate(generation: Generation): Promise<boolean> {
    if (!(await this.progress.isReady(this.slice, generation))) return false;
    await this.store.activate(generation);
    return true;
  }

  drop(generation: Generation): Promise<void> {
    return this.store.drop(generation);
  }

  getMany(generation: Generation, keys: readonly string[]): ReturnType<ViewWriter['getMany']> {
    return this.store.getMany(generation, keys);
  }

  /** Documents first: a slice is where it says it is only when they are there. */
  async commit(commits: Commits): Promise<void> {
    await this.store.commit(commits.map(withoutCheckpoint));
    await this.progress.reached(this.slice, commits);
  }

  parked(...asked: Parameters<ViewWriter['parked']>): Promise<readonly Parked[]> {
    return this.store.parked(...asked);
  }

  async parkedKeys(generation: Generation): ReturnType<ViewWriter['parkedKeys']> {
    const { index, of } = this.slice;
    const all = await this.store.parkedKeys(generation);
    return new Map([...all].filter(([key]) => key.startsWith(STREAM_KEY) || sliceOf(key, of) === index));
  }
}

/** How far the view as a whole is, no slice knows. */
function withoutCheckpoint(commit: Commits[number]): Commits[number] {
  const { checkpoint, ...rest } = commit;
  return checkpoint === undefined ? commit : rest;
}
