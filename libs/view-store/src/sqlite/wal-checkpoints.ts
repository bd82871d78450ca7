import { aside, type Aside } from './aside.js';

/** Documents between one checkpoint and the next: some 4,000 pages of the log, with what is found by them. */
const OFTEN = 2_000;

/**
 * Has SQLite's log folded back into the file by a thread of its own, so that who writes need not wait for the disk. It takes what there is
 * when it begins; what is written meanwhile stays for the next time, or for the writer itself where the log has
 * become long. Nothing depends on it: a thread that fails leaves all to the writer.
 */
export class WalCheckpoints {
  #written = 0;
  #under: Aside | undefined;

  constructor(private readonly path: string) {}

  /** So many documents more have been committed. */
  wrote(documents: number): void {
    this.#written += documents;
    if (this.#written < OFTEN || this.#under !== undefined) return;
    this.#written = 0;
    this.#under = aside(this.path, 'PRAGMA wal_checkpoint(PASSIVE)');
    const ended = () => (this.#under = undefined);
    this.#under.done.then(ended, ended);
  }

  /** Lets the one under way finish. */
  async end(): Promise<void> {
    await this.#under?.done.catch(() => undefined);
  }
}
