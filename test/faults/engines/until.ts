import { setTimeout as pause } from 'node:timers/promises';

/** What was waited for did not come in time. */
export class NotInTime extends Error {
  override readonly name = 'NotInTime';
}

const LOOK_AGAIN = 20;

/** Waits until it holds; throws {@link NotInTime}, with what was waited for, when the signal aborts before. A look that fails counts as no. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, signal: AbortSignal): Promise<void> {
  for (;;) {
    if (await Promise.resolve(holds()).catch(() => false)) return;
    if (signal.aborted) throw new NotInTime(what);
    await pause(LOOK_AGAIN);
  }
}
