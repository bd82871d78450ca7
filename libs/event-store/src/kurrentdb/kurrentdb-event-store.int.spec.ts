import { describe, it } from '@jest/globals';
import { eventStoreContract } from '../contract/index.js';
import { KurrentDbEventStore } from './index.js';

const url = process.env['TEST_KURRENTDB_URL'];

if (url === undefined)
  // A suite that needs a server says that it was skipped.
  // oxlint-disable-next-line jest/no-disabled-tests
  describe.skip('KurrentDbEventStore on a real server: skipped, because TEST_KURRENTDB_URL names none', () => {
    it('keeps the contract of the event store', () => undefined);
  });
else
  eventStoreContract('KurrentDbEventStore, on a real server,', async () => ({
    open: () => KurrentDbEventStore.open({ url }),
    remove: async () => undefined,
  }));
