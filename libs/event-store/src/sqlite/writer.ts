import { WriterThread } from '@touchstream/writer-thread';
import { EventStoreUnavailable } from '../event-store.js';
import type { Merged } from './unmerged.js';

/** Numbers of an event in {@link Rows}: position, stream, revision, type, time, and the lengths of data and metadata. */
export const NUMBERS = 7;

/** Numbers of a place in a {@link Slice}: stream, revision, position. */
export const PLACE = 3;

/** What one transaction merges into the index of streams. It is handed over: who gave it can use it no more. */
export interface Slice {
  /** {@link PLACE} numbers of each place, in the index's order. */
  readonly places: Float64Array<ArrayBuffer>;
  /** How far the index is then. */
  readonly merged: Merged;
}

/** What one transaction adds to the file. It is handed over likewise. */
export interface Rows {
  readonly streams: readonly (readonly [id: number, name: string])[];
  readonly types: readonly (readonly [id: number, name: string])[];
  /** Where a type is found for the first time. */
  readonly spans: readonly (readonly [type: number, span: number])[];
  /** {@link NUMBERS} of each event. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Of each event the id in 16 bytes, the data, the metadata; one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface WriterOptions {
  readonly path: string;
  /** How long a statement waits for another process that holds the file, in milliseconds. */
  readonly timeout: number;
  /** Of the thread's own connection; set whenever it opens the file. */
  readonly pragmas: readonly string[];
}

/** The one that writes to a file of events, in a thread of its own. It judges nothing. */
export class Writer {
  readonly #thread: WriterThread<Rows | Slice>;

  constructor(readonly options: WriterOptions) {
    this.#thread = new WriterThread({
      module: new URL('../../dist/sqlite/writer-thread.js', import.meta.url),
      data: options,
      ended: reason => new EventStoreUnavailable(`${options.path}: the thread that writes failed: ${reason}`),
    });
  }

  /**
   * Commits the rows, all or none; resolves when they are durable. Rejects with the engine's error, or
   * {@link EventStoreUnavailable} where the thread ended: it is not known then what became of them.
   */
  write(rows: Rows): Promise<void> {
    return this.#thread.ask(rows, [rows.numbers.buffer, rows.bytes.buffer]);
  }

  /**
   * Merges a slice, all or nothing; resolves when it is in the file, durable or not: what is made durable after it makes it so, too. Rejects as
   * {@link write} does.
   */
  merge(slice: Slice): Promise<void> {
    return this.#thread.ask(slice, [slice.places.buffer]);
  }

  /** Closes the file. */
  close(): Promise<void> {
    return this.#thread.close();
  }
}
