import { describe, it } from '@jest/globals';
import { eventStoreContract } from '../contract/index.js';
import { KurrentDbEventStore } from './index.js';

const url = process.env['TEST_KURRENTDB_URL'] || undefined;

if (url === undefined) {
  process.stderr.write('KurrentDbEventStore on a real server: SKIPPED: TEST_KURRENTDB_URL is not set\n');
  // A suite that needs a server says that it was skipped.
  // oxlint-disable-next-line jest/no-disabled-tests
  describe.skip('KurrentDbEventStore on a real server: SKIPPED: TEST_KURRENTDB_URL is not set', () => {
    it('keeps the contract of the event store', () => undefined);
  });
} else
  eventStoreContract('KurrentDbEventStore, on a real server,', async () => ({
    open: () => KurrentDbEventStore.open({ url }),
    remove: async () => undefined,
  }));
