import { Worker } from 'node:worker_threads';

/** Compiled, wherever this module is run from: a thread has no loader for anything else. */
const THREAD = new URL('../../dist/sqlite/log-folder-thread.js', import.meta.url);

/**
 * Folds SQLite's log back into the file, in a thread with a connection of its own: most of it is waiting for the disk, and
 * commits go on meanwhile. The thread begins when it is first needed, and stays. What fails is left to a commit, which folds the
 * log back where it has become long.
 */
export class LogFolder {
  #thread: Worker | undefined;
  #isAtWork = false;

  constructor(private readonly path: string) {}

  /** Has what the log holds now folded back. Says whether it begins: it does not where it is still at work. */
  fold(): boolean {
    if (this.#isAtWork) return false;
    this.#isAtWork = true;
    this.#thread ??= this.#start();
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a window's would take one
    this.#thread.postMessage('fold');
    return true;
  }

  /** Ends when its connection is closed. */
  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(THREAD, { workerData: this.path, execArgv: [] });
    const ended = () => {
      this.#isAtWork = false;
    };
    thread.on('message', ended);
    // Nothing depends on it; the next one begins a new thread.
    thread.on('error', () => undefined);
    thread.on('exit', () => {
      ended();
      this.#thread = undefined;
    });
    thread.unref();
    return thread;
  }
}
