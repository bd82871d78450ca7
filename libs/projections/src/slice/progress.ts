import { START } from '@touchstream/event-store';
import { StaleCommit, type Checkpoint, type DocWrite, type Generation, type ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { bookOf, openBook } from '../consumer/book.js';
import { writerAlone } from '../lease/writer.js';
import { announce } from '../waiting/when-view-at.js';
import type { Slice } from './slice.js';

interface Reached {
  readonly recordedAt?: string | undefined;
}

/**
 * How far each slice of each generation is, kept as documents of a view of their own: a store skips what is not newer than what is
 * there, so a slice never goes back, whoever speaks for it, and however late.
 */
const BOOK = bookOf('slices');

/** A generation of a view, as a slice takes it. */
export interface Taken {
  readonly view: View;
  readonly generation: Generation;
  readonly checkpoint?: Checkpoint;
}

const keyOf = ({ view: name, number }: Generation, { index, of }: Slice): string =>
  `${name}/${number}/${index}-of-${of}`;
const READY = '/ready';
const nameOf = ({ view: name, number }: Generation): string => `${name}/${number}`;

/** What failed is tried again after so many milliseconds. */
const AGAIN_MS = 500;

/**
 * How far slices are, and from that how far the views are: readers see a generation at the position of its hindmost slice. Each
 * process works that out for itself after each step of its own slices; the last step of all finds every other one done.
 */
export class Progress {
  private readonly known = new Map<string, Taken>();
  private readonly told = new Map<string, bigint>();
  private book: Promise<Generation> | undefined;
  private advancing: Promise<void> | undefined;
  private isDue = false;

  constructor(
    private readonly store: ViewStore,
    private readonly of: number,
  ) {}

  /** The generations as the slice has them: it is no less far than they are as a whole. */
  async asOf(slice: Slice, generations: readonly Generation[]): Promise<readonly Generation[]> {
    const reached = await this.read(generations.map(one => keyOf(one, slice)));
    return generations.map(generation => {
      const found = reached.get(keyOf(generation, slice));
      return found === undefined || found.position <= generation.checkpoint.position
        ? generation
        : { ...generation, checkpoint: checkpointOf(found) };
    });
  }

  /** What the slice made of a run of the feed is in the store. */
  async reached(slice: Slice, all: readonly Taken[]): Promise<void> {
    const writes = all.flatMap(({ generation, checkpoint }) =>
      checkpoint === undefined || checkpoint.position === START
        ? []
        : [
            {
              key: keyOf(generation, slice),
              position: checkpoint.position,
              doc: { recordedAt: checkpoint.recordedAt },
            },
          ],
    );
    await this.write(writes);
    for (const { view: of, generation } of all) this.known.set(nameOf(generation), { view: of, generation });
    this.advance();
  }

  /** The slice has caught up in a new generation. Says whether all have. */
  async isReady(slice: Slice, generation: Generation): Promise<boolean> {
    await this.write([{ key: keyOf(generation, slice) + READY, position: 0n, doc: {} }]);
    const keys = this.slices().map(one => keyOf(generation, one) + READY);
    return (await this.read(keys)).size === this.of;
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await this.advancing;
  }

  private slices(): readonly Slice[] {
    return Array.from({ length: this.of }, (_, index) => ({ index, of: this.of }));
  }

  private advance(): void {
    this.isDue = true;
    this.advancing ??= this.advanceAll().finally(() => {
      this.advancing = undefined;
    });
  }

  private async advanceAll(): Promise<void> {
    while (this.isDue) {
      this.isDue = false;
      try {
        await this.advanceOnce();
      } catch {
        setTimeout(() => this.advance(), AGAIN_MS).unref();
      }
    }
  }

  private async advanceOnce(): Promise<void> {
    const all = [...this.known.values()];
    const slices = this.slices();
    const reached = await this.read(all.flatMap(({ generation }) => slices.map(slice => keyOf(generation, slice))));
    const further: Taken[] = [];
    for (const taken of all) {
      const found = slices.map(slice => reached.get(keyOf(taken.generation, slice)));
      const hindmost = found.reduce((a, b) =>
        a === undefined || b === undefined ? undefined : b.position < a.position ? b : a,
      );
      if (hindmost !== undefined && hindmost.position > (this.told.get(nameOf(taken.generation)) ?? START))
        further.push({ ...taken, checkpoint: checkpointOf(hindmost) });
    }
    await Promise.all(further.map(taken => this.tell(taken)));
  }

  private async tell({ view: of, generation, checkpoint }: Taken): Promise<void> {
    const name = nameOf(generation);
    try {
      await this.store.commit([{ view: of, generation, writes: [], ...(checkpoint && { checkpoint }) }]);
      if (checkpoint !== undefined) this.told.set(name, checkpoint.position);
      announce(of.name);
    } catch (error) {
      if (!(error instanceof StaleCommit)) throw error;
      // Another process has told more, or the generation is gone: its slices find that out themselves.
      this.known.delete(name);
    }
  }

  private async read(keys: readonly string[]): Promise<ReadonlyMap<string, DocWrite>> {
    return this.inBook(book => this.store.getMany(book, keys));
  }

  private async write(writes: readonly DocWrite[]): Promise<void> {
    if (writes.length === 0) return;
    await this.inBook(book => this.store.commit([{ generation: book, view: BOOK, writes }]));
  }

  private async inBook<T>(work: (book: Generation) => Promise<T>): Promise<T> {
    this.book ??= openBook(writerAlone(this.store), BOOK);
    try {
      return await work(await this.book);
    } catch (error) {
      // It may be gone with the database.
      this.book = undefined;
      throw error;
    }
  }
}

const checkpointOf = ({ position, doc }: DocWrite): Checkpoint => {
  const { recordedAt } = (doc ?? {}) as Reached;
  return { position, ...(recordedAt !== undefined && { recordedAt }) };
};
