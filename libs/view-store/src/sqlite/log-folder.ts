import { WriterThread } from '@touchstream/writer-thread';
import { ViewStoreUnavailable } from '../view-store.js';

/**
 * Folds SQLite's log back into the file, in a thread with a connection of its own: most of it is waiting for the disk, and
 * commits go on meanwhile. What fails is left to a commit, which folds the log back where it has become long.
 */
export class LogFolder {
  readonly #thread: WriterThread<'fold'>;
  #isAtWork = false;

  constructor(path: string) {
    this.#thread = new WriterThread({
      module: new URL('../../dist/sqlite/log-folder-thread.js', import.meta.url),
      data: path,
      ended: reason => new ViewStoreUnavailable(`${path}: the thread that folds its log back failed: ${reason}`),
    });
  }

  /** Has what the log holds now folded back. Says whether it begins: it does not where it is still at work. */
  fold(): boolean {
    if (this.#isAtWork) return false;
    this.#isAtWork = true;
    const ended = () => {
      this.#isAtWork = false;
    };
    // Nothing depends on it; the next one begins a new thread.
    this.#thread.ask('fold').then(ended, ended);
    return true;
  }

  /** Ends when its connection is closed. */
  close(): Promise<void> {
    return this.#thread.close();
  }
}
