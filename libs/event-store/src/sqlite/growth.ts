import { setMaxListeners } from 'node:events';

/** Lets subscribers wait until the feed has grown. */
export class Growth {
  readonly #waiting = new Set<() => void>();

  /** @param pollMillis how often those who wait wake to look for themselves; where another process makes it grow */
  constructor(private readonly pollMillis?: number) {}

  /** Resolves when the feed has grown, or may have, or the signal aborts. */
  wait(signal: AbortSignal): Promise<void> {
    // Many subscriptions may share one signal; Node would take more than ten listeners for a leak.
    setMaxListeners(Infinity, signal);
    return new Promise(resolve => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = this.pollMillis === undefined ? undefined : setTimeout(wake, this.pollMillis);
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
    });
  }

  wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
