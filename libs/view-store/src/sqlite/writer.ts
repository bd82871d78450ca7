import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ViewStoreUnavailable } from '../view-store.js';
import type { SqliteViewStoreOptions } from './database.js';
import type { ViewFile } from './view-file.js';
import { revived, type Answer, type BareCommit, type Request, type RowsAhead } from './writer-messages.js';

/** Compiled, wherever this module is run from: a thread has no loader for anything else. */
const THREAD = new URL('../../dist/sqlite/writer-thread.js', import.meta.url);

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The one thread that writes the file, so that who folds or answers does not wait for the disk nor for SQLite. It keeps the
 * process alive only while a request is under way. Requests are carried out in the order they came; what takes long lets others in
 * between.
 */
export class Writer {
  readonly #awaited = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #asked = 0;
  #isClosed = false;

  constructor(
    private readonly options: SqliteViewStoreOptions,
    private readonly thread = THREAD,
  ) {}

  /** Has the thread begin, which takes it some 50 ms, so that the first request need not wait for it. */
  start(): void {
    this.#worker ??= this.#start();
  }

  /** Sends the rows as they come, then has them committed. Where one throws, nothing has happened. */
  async commit(rows: Iterable<RowsAhead['rows']>, commits: readonly BareCommit[], fence?: bigint): Promise<void> {
    if (this.#isClosed) throw this.#closed();
    const worker = (this.#worker ??= this.#start());
    const of = (this.#asked += 1);
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a window's would take one
    for (const some of rows) worker.postMessage({ of, rows: some } satisfies RowsAhead);
    await this.#ask('commit', [commits, fence], of);
  }

  ask<M extends Exclude<Request['method'], 'close' | 'commit'>>(
    method: M,
    ...args: Parameters<ViewFile[M]>
  ): Promise<Awaited<ReturnType<ViewFile[M]>>> {
    if (this.#isClosed) return Promise.reject(this.#closed());
    return this.#ask(method, args);
  }

  /** What is under way is broken off between two transactions. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const worker = this.#worker;
    if (worker === undefined) return;
    await Promise.all([once(worker, 'exit'), this.#ask('close', []).catch(() => undefined)]);
  }

  #ask<T>(method: Request['method'], args: readonly unknown[], id = (this.#asked += 1)): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const worker = (this.#worker ??= this.#start());
      worker.ref();
      this.#awaited.set(id, { resolve, reject });
      // eslint-disable-next-line unicorn/require-post-message-target-origin -- a window's would take one
      worker.postMessage({ id, method, args } satisfies Request);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.thread, {
      workerData: this.options,
      // What this process was started with may be meant for its own program.
      execArgv: [],
      // It writes rows as they come, and keeps none: more room would only be more garbage.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    worker.on('message', (answer: Answer) => this.#answered(worker, answer));
    worker.on('error', error => this.#ended(worker, error));
    worker.on('exit', () => this.#ended(worker));
    worker.unref();
    return worker;
  }

  #answered(worker: Worker, answer: Answer): void {
    const awaited = this.#awaited.get(answer.id);
    this.#awaited.delete(answer.id);
    if (this.#awaited.size === 0 && !this.#isClosed) worker.unref();
    if ('error' in answer) awaited?.reject(revived(answer.error));
    else awaited?.resolve(answer.result as never);
  }

  /** Nobody knows what became of what was asked last; the next request begins a new thread. */
  #ended(worker: Worker, cause?: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const error = this.#isClosed
      ? this.#closed()
      : new ViewStoreUnavailable(`${this.options.path}: the thread that writes it has ended`, { cause });
    for (const { reject } of this.#awaited.values()) reject(error);
    this.#awaited.clear();
  }

  #closed(): ViewStoreUnavailable {
    return new ViewStoreUnavailable(`${this.options.path} is closed`);
  }
}
