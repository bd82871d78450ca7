import { describe } from '@jest/globals';
import { anyMix } from './any-mix.js';
import type { TestedStorage } from './service.js';
import { transactions } from './transactions.js';

export * from './service.js';

/** What every storage of an inbox must do. `open` gives an empty one each time. */
export function inboxStorageContract<Tx>(open: () => TestedStorage<Tx>): void {
  describe('as a storage of an inbox', () => {
    transactions(open);
    anyMix(open);
  });
}
