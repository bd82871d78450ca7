import type { ViewStore } from '@touchstream/view-store';
import { WaitTimedOut, type WaitOptions } from './conditions.js';

/** How often a reader looks whether another process has brought a view on, in milliseconds. */
const POLL_MS = 15;

const listeners = new Map<string, Set<() => void>>();

/** Tells the readers in this process that a view has moved on. */
export function announce(viewName: string): void {
  for (const listener of listeners.get(viewName) ?? []) listener();
}

function nextLook(viewName: string, millis: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const here = listeners.get(viewName) ?? new Set();
    listeners.set(viewName, here);
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      here.delete(done);
      if (here.size === 0 && listeners.get(viewName) === here) listeners.delete(viewName);
      resolve();
    };
    const timer = setTimeout(done, millis);
    signal?.addEventListener('abort', done);
    here.add(done);
  });
}

/**
 * Resolves when readers of the view find everything up to the position in it. Works across processes by looking at
 * the stored checkpoint now and then; a projector in this process wakes it at once. Rejects with {@link WaitTimedOut},
 * the signal's reason, or what the store throws.
 */
export async function whenViewAt(
  store: Pick<ViewStore, 'checkpoint'>,
  viewName: string,
  position: bigint,
  { timeoutMs, signal }: WaitOptions,
): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const checkpoint = await store.checkpoint(viewName);
    if (checkpoint !== undefined && checkpoint.position >= position) return;
    const left = until - performance.now();
    if (left <= 0) throw new WaitTimedOut(`${viewName} is not at position ${position} within ${timeoutMs} ms`);
    await nextLook(viewName, Math.min(left, POLL_MS), signal);
  }
}
