import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '../contract/index.js';
import { SqliteEventStore, type SqliteEventStoreOptions } from './index.js';

const variants: Readonly<Record<string, Omit<SqliteEventStoreOptions, 'path'>>> = {
  'group commit on': { groupCommit: true },
  'group commit off': { groupCommit: false },
  'places merged early': { mostUnmerged: 3 },
};

for (const [name, options] of Object.entries(variants))
  eventStoreContract(`SqliteEventStore, ${name},`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    return {
      open: () => SqliteEventStore.open({ path: join(folder, 'events.db'), ...options }),
      remove: async () => rmSync(folder, { recursive: true }),
    };
  });
