import type { IndexDescription } from 'mongodb';
import { ViewStoreUnavailable } from '../view-store.js';
import type { Connection } from './connection.js';
import { CollectionGone } from './failures.js';
import { generationOf, type Layout } from './layout.js';
import type { Records } from './records.js';

/** The collections of generations, with their indexes. */
export class Collections {
  /** Those whose indexes this process has seen. */
  readonly #seen = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly records: Records,
  ) {}

  /** For a generation that has just been begun: where the database was dropped, another one had its name before. */
  async begin(layout: Layout): Promise<void> {
    this.#seen.delete(layout.documents);
    await this.ensure(layout);
  }

  /** Makes what is missing. MongoDB builds an index beside reads and writes, also when nobody waits for it any more. */
  async ensure({ documents, documentIndexes, parked, parkedIndexes }: Layout): Promise<void> {
    if (this.#seen.has(documents)) return;
    await Promise.all([this.#ensure(documents, documentIndexes), this.#ensure(parked, parkedIndexes)]);
    this.#seen.add(documents);
  }

  /**
   * Drops the collections of the view's dropped generations, also those that an interrupted sweep left, or that a late writer made anew.
   * A generation is in the records before its collections are made. Nothing reads what is to be swept, so what cannot be dropped now is left
   * to the next sweep.
   */
  async sweep(view: string): Promise<void> {
    try {
      await this.#sweep(view);
    } catch (error) {
      if (!(error instanceof ViewStoreUnavailable)) throw error;
    }
  }

  async #sweep(view: string): Promise<void> {
    const names = await this.connection.collections();
    const living = new Set((await this.records.list([view])).map(({ generation }) => generation.number));
    for (const name of names) {
      const generation = generationOf(name);
      if (generation?.view !== view || living.has(generation.number)) continue;
      await this.connection.call(() => this.connection.collection(name).drop());
      this.#seen.delete(name);
    }
  }

  async #ensure(name: string, indexes: IndexDescription[]): Promise<void> {
    const there = new Set(await this.#indexes(name));
    const missing = indexes.filter(index => !there.has(index.name!));
    if (missing.length > 0) await this.connection.call(() => this.connection.collection(name).createIndexes(missing));
  }

  async #indexes(name: string): Promise<readonly string[]> {
    try {
      const indexes = await this.connection.call(() => this.connection.collection(name).listIndexes().toArray());
      return indexes.map(index => index.name as string);
    } catch (error) {
      if (error instanceof CollectionGone) return [];
      throw error;
    }
  }
}
