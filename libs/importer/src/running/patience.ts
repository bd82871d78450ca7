import { setTimeout } from 'node:timers/promises';
import { EventStoreUnavailable } from '@touchstream/event-store';

/** How long to wait before each new attempt where the store does not answer, in milliseconds; with jitter. */
const DELAYS: readonly number[] = [50, 100, 200, 400, 800, 1600, 3200];

/** Does what may meet a store that is away for a moment; gives up after the last delay, with the store's error. */
export const patiently = <T>(work: () => Promise<T>, delays: readonly number[] = DELAYS): Promise<T> =>
  work().catch(async (error: unknown) => {
    const [delay, ...others] = delays;
    if (delay === undefined || !(error instanceof EventStoreUnavailable)) throw error;
    await setTimeout(delay * (0.5 + Math.random() / 2));
    return patiently(work, others);
  });
