import { ViewStoreUnavailable } from '../view-store.js';
import { CollectionGone } from './failures.js';
import { Layout } from './layout.js';
import type { KeptGeneration, Records } from './records.js';

interface Known {
  readonly layout: Promise<Layout>;
  /** By `performance.now()`. */
  readonly until: number;
}

/**
 * Which generations readers see, remembered for a moment, so that a read is one call. One that is replaced is dropped at once: who may
 * have found too little looks again, and asks the next one if there is one.
 */
export class ActiveGenerations {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly records: Records,
    /** Milliseconds. */
    private readonly remember: number,
  ) {}

  /** Asks the active generation. Throws ViewStoreUnavailable where there is none. */
  async ask<T>(view: string, ask: (layout: Layout) => Promise<T>, mayLack: (found: T) => boolean): Promise<T> {
    const known = this.#known.get(view);
    const isKnown = known !== undefined && performance.now() < known.until;
    for (let layout = await (isKnown ? known.layout : this.#look(view)); ;) {
      const found = await ask(layout).catch(ifGone);
      if (!(found instanceof CollectionGone) && !mayLack(found)) return found;
      const now = await this.#look(view);
      if (now.documents !== layout.documents) layout = now;
      else if (found instanceof CollectionGone) throw found;
      else return found;
    }
  }

  /** The active one, as it stands now. */
  async current(view: string): Promise<KeptGeneration | undefined> {
    const kept = await this.records.active(view);
    if (kept === undefined) this.forget(view);
    else this.#keep(view, Promise.resolve(new Layout(kept.generation, kept.shape)));
    return kept;
  }

  forget(view: string): void {
    this.#known.delete(view);
  }

  async #look(view: string): Promise<Layout> {
    const layout = this.records.active(view).then(kept => {
      if (kept === undefined) throw new ViewStoreUnavailable(`${view} has not been built yet`);
      return new Layout(kept.generation, kept.shape);
    });
    this.#keep(view, layout);
    try {
      return await layout;
    } catch (error) {
      this.forget(view);
      throw error;
    }
  }

  #keep(view: string, layout: Promise<Layout>): void {
    this.#known.set(view, { layout, until: performance.now() + this.remember });
  }
}

function ifGone(error: unknown): CollectionGone {
  if (!(error instanceof CollectionGone)) throw error;
  return error;
}
