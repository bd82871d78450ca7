import { createRequire } from 'node:module';
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

export interface WriterThreadOptions {
  readonly path: string;
  /** How long a statement waits for another process that holds the file, in milliseconds. */
  readonly timeout: number;
  /** Of the thread's own connection; set whenever it opens the file. */
  readonly pragmas: readonly string[];
}

/** Kept as text, so that it needs no loader and no file beside it. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { engine, path, pragmas, timeout } = workerData;
let write;
function open() {
  const db = new (require(engine))(path, { timeout });
  for (const pragma of pragmas) db.pragma(pragma);
  const addStream = db.prepare('INSERT INTO streams (id, name) VALUES (?, ?)');
  const addType = db.prepare('INSERT INTO types (id, name) VALUES (?, ?)');
  const addSpan = db.prepare('INSERT INTO type_spans (type, span) VALUES (?, ?)');
  const addEvent = db.prepare(
    'INSERT INTO events (position, stream, revision, type, recorded_at, id, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return db.transaction(({ streams, types, spans, numbers, bytes }) => {
    for (const stream of streams) addStream.run(stream);
    for (const type of types) addType.run(type);
    for (const span of spans) addSpan.run(span);
    let end = 0;
    const take = length => bytes.subarray(end, (end += length));
    for (let at = 0; at < numbers.length; at += ${NUMBERS}) {
      const [position, stream, revision, type, time, data, metadata] = numbers.subarray(at, at + ${NUMBERS});
      addEvent.run(position, stream, revision, type, time, take(16), take(data), take(metadata));
    }
  }).immediate;
}
parentPort.on('message', rows => {
  try {
    write ??= open();
    write(rows);
    parentPort.postMessage(null);
  } catch ({ name, code, message }) {
    parentPort.postMessage({ name, code, message });
  }
});
`;

interface Answer {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * The one that writes to a file of events: a thread of its own, so that neither rows nor the wait for the disk keep the caller's.
 * It judges nothing. Started when there is first something to write, and anew after a failure.
 */
export class WriterThread {
  #worker: Worker | undefined;
  #answer: Answer | undefined;

  constructor(readonly options: WriterThreadOptions) {}

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
    const engine = createRequire(import.meta.url).resolve('better-sqlite3');
    const worker = new Worker(PROGRAM, {
      eval: true,
      // What this process was started with may be meant for its own program.
      execArgv: [],
      workerData: { engine, path, timeout, pragmas: [...pragmas] },
    });
    worker.on('message', (error: { code?: string; message: string } | null) => {
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
