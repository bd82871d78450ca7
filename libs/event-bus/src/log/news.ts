const waiting = new Map<string, Set<() => void>>();

/** Wakes those in this process who wait for news of the file. */
export function tellNews(file: string): void {
  for (const wake of waiting.get(file) ?? []) wake();
}

/** Resolves when this process has written to the file, after so many milliseconds, or when the signal aborts. */
export function newsOrPause(file: string, millis: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const here = waiting.get(file) ?? new Set();
    waiting.set(file, here);
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      here.delete(done);
      if (here.size === 0 && waiting.get(file) === here) waiting.delete(file);
      resolve();
    };
    const timer = setTimeout(done, millis);
    signal.addEventListener('abort', done);
    here.add(done);
    if (signal.aborted) done();
  });
}
