import { setTimeout } from 'node:timers/promises';
import { isAway } from '../config/index.js';

/** Between one try and the next, in milliseconds. */
const PAUSE_MS = 500;

export interface Persistence {
  /** Gives up: the promise is then rejected with the signal's reason. */
  readonly signal: AbortSignal;
  /** Told of the first failure. */
  readonly onAway: (error: Error) => void;
}

/** Does something that needs an engine, again and again while the engine is away; whatever else fails, fails. */
export async function persistently<T>(work: () => Promise<T>, { signal, onAway }: Persistence): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!isAway(error)) throw error;
      if (attempt === 1) onAway(error as Error);
    }
    await setTimeout(PAUSE_MS, undefined, { signal });
  }
}
