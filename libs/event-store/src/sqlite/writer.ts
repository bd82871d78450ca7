import { Worker } from 'node:worker_threads';
import { EventStoreUnavailable } from '../event-store.js';

/** Numbers of an event in {@link Rows}: position, stream, revision, type, time, and the lengths of data and metadata. */
export const NUMBERS = 7;

/** What one transaction adds to the file. It is handed over: who gave it can use it no more. */
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

/** Compiled, wherever this module is run from: a thread has no loader for anything else. */
const THREAD = new URL('../../dist/sqlite/writer-thread.js', import.meta.url);

/** What the thread says of a failure of the engine. */
export interface Failure {
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
}

interface Answer {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * The one that writes to a file of events: a thread of its own, so that neither rows nor the wait for the disk keep the caller's.
 * It judges nothing. Started when there is first something to write, and anew after a failure.
 */
export class Writer {
  #worker: Worker | undefined;
  #answer: Answer | undefined;

  constructor(readonly options: WriterOptions) {}

  /**
   * Commits the rows, all or none; resolves when they are durable. One call at a time. Rejects with the engine's error, or
   * {@link EventStoreUnavailable} where the thread ended: it is not known then what became of them.
   */
  write(rows: Rows): Promise<void> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      // While somebody waits for it, it keeps the process alive.
      worker.ref();
      worker.postMessage(rows, [rows.numbers.buffer, rows.bytes.buffer]);
    });
  }

  /** Closes the file. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    const { path, timeout, pragmas } = this.options;
    const worker = new Worker(THREAD, {
      workerData: { path, timeout, pragmas: [...pragmas] } satisfies WriterOptions,
      // What this process was started with may be meant for its own program.
      execArgv: [],
    });
    worker.on('message', (error: Failure | null) => {
      worker.unref();
      if (error === null) return this.#take()?.resolve();
      this.#worker = undefined;
      void worker.terminate();
      this.#take()?.reject(Object.assign(new Error(error.message), error));
    });
    let reason = 'it ended';
    worker.on('error', error => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.once('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#take()?.reject(new EventStoreUnavailable(`${path}: the thread that writes failed: ${reason}`));
    });
    return worker;
  }

  #take(): Answer | undefined {
    const answer = this.#answer;
    this.#answer = undefined;
    return answer;
  }
}
