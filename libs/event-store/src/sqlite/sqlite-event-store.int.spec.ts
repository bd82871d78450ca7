import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '../contract/index.js';
import { SqliteEventStore } from './index.js';

for (const groupCommit of [true, false])
  eventStoreContract(`SqliteEventStore, group commit ${groupCommit ? 'on' : 'off'},`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    return {
      open: () => SqliteEventStore.open({ path: join(folder, 'events.db'), groupCommit }),
      remove: async () => rmSync(folder, { recursive: true }),
    };
  });
