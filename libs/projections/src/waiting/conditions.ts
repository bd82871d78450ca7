/** The wait ended before what was waited for came. */
export class WaitTimedOut extends Error {
  override readonly name = 'WaitTimedOut';
}

export interface WaitOptions {
  /** Gives up after so many milliseconds with {@link WaitTimedOut}. */
  readonly timeoutMs: number;
  /** Gives up with the signal's reason. */
  readonly signal?: AbortSignal;
}

interface Waiter {
  readonly holds: () => boolean;
  readonly settle: (error?: Error) => void;
}

/** Those who wait until something holds; it is looked at again after each change. */
export class Conditions {
  private readonly waiters = new Set<Waiter>();

  /** Resolves when the condition holds; rejects with {@link WaitTimedOut} or the signal's reason. */
  until(holds: () => boolean, { timeoutMs, signal }: WaitOptions): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        this.waiters.delete(waiter);
        if (error === undefined) resolve();
        else reject(error);
      };
      const waiter = { holds, settle };
      const aborted = () => settle(signal?.reason as Error);
      const timer = setTimeout(() => settle(new WaitTimedOut(`not reached within ${timeoutMs} ms`)), timeoutMs);
      this.waiters.add(waiter);
      signal?.addEventListener('abort', aborted);
      if (signal?.aborted === true) aborted();
    });
  }

  changed(): void {
    for (const waiter of this.waiters) if (waiter.holds()) waiter.settle();
  }

  /** What is waited for will not come. */
  fail(error: Error): void {
    for (const waiter of this.waiters) waiter.settle(error);
  }
}
