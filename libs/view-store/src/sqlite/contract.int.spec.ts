import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { viewStoreContract } from '../contract/index.js';
import { SqliteViewStore } from './index.js';

viewStoreContract('SqliteViewStore', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'view-store-'));
  return {
    open: () => SqliteViewStore.open({ path: join(folder, 'views.db') }),
    remove: () => rm(folder, { recursive: true }),
  };
});
