import { CommandService } from '@touchstream/command-service';
import { openEventStore } from '@touchstream/event-store';
import { filesIn, runImport, type ImportResult } from '@touchstream/importer';
import { actorOf, opened, readConfig } from '@touchstream/platform';
import { standaloneSettings } from '@touchstream/standalone';
import type { ImportTask } from './task.js';

const asksNothing = (): never => {
  throw new Error('a dry run asks nothing of the records');
};

/**
 * Imports into the event store that `EVENT_STORE_URL` names: a file of this machine, or KurrentDB. The server folds the
 * events at its next start. A dry run opens no store.
 */
export async function importHere({ from, actor, ...task }: ImportTask): Promise<ImportResult> {
  const { eventStoreUrl, tenantId } = readConfig(standaloneSettings, process.env);
  const options = { ...task, open: filesIn(from), tenantId, actor: actorOf({ 'x-actor': actor }) };
  if (task.dryRun === true) return runImport({ ...options, commands: { execute: asksNothing, read: asksNothing } });
  const store = await opened(standaloneSettings.eventStoreUrl, () => openEventStore(eventStoreUrl));
  try {
    return await runImport({ ...options, commands: new CommandService({ store }) });
  } finally {
    await store.close();
  }
}
