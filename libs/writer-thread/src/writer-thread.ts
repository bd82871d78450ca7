import { Worker, type TransferListItem } from 'node:worker_threads';
import type { Answer } from './thread.js';

export interface WriterThreadOptions {
  /** The thread's module, compiled: a thread has no loader for anything else. */
  readonly module: URL;
  /** What each thread is made with, as it is then. */
  readonly data: unknown;
  /** What becomes of requests of which nobody knows whether they were carried out. */
  readonly ended: (reason: string) => Error;
}

interface Waiting<R> {
  readonly resolve: (result: R) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * A thread that writes, so that neither rows nor the wait for the disk keep the caller's. It begins when there is first something to write,
 * and anew after a failure; it keeps the process alive only while somebody waits for it.
 */
export class WriterThread<Q, R = void> {
  #worker: Worker | undefined;
  /** In the order of their requests, which is that of the answers. */
  #waiting: Waiting<R>[] = [];
  /** The last request, ended one way or the other. */
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(private readonly options: WriterThreadOptions) {}

  /**
   * Has a request carried out, after those before it; what is transferred can be used no more. Rejects with the thread's error, or with what
   * `ended` makes of the reason where the thread ended, or failed with a request before.
   */
  ask(request: Q, transfer: readonly TransferListItem[] = []): Promise<R> {
    if (this.#isClosed) return Promise.reject(this.options.ended('it has been closed'));
    const worker = (this.#worker ??= this.#start());
    const asked = new Promise<R>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      worker.ref();
      worker.postMessage(request, transfer);
    });
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  /** Ends the thread, and with it what it has open, when it has carried out what it was asked. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    // What this process was started with may be meant for its own program.
    const worker = new Worker(this.options.module, { workerData: this.options.data, execArgv: [] });
    worker.on('message', (answer: Answer<R>) => this.#answered(worker, answer));
    let reason = 'it ended';
    worker.on('error', error => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.once('exit', () => this.#gone(worker, reason));
    return worker;
  }

  #answered(worker: Worker, answer: Answer<R>): void {
    // Of one that has failed, what it went on with has been given up.
    if (this.#worker !== worker) return;
    const waiting = this.#waiting.shift();
    if (this.#waiting.length === 0) worker.unref();
    if ('result' in answer) return waiting?.resolve(answer.result);
    waiting?.reject(Object.assign(new Error(answer.failure.message), answer.failure));
    this.#gone(worker, answer.failure.message);
    void worker.terminate();
  }

  #gone(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.splice(0)) reject(this.options.ended(reason));
  }
}
