import { CommandService } from '@touchstream/command-service';
import { openEventStore } from '@touchstream/event-store';
import { filesIn, runImport, type ImportResult } from '@touchstream/importer';
import { actorOf, opened, readConfig } from '@touchstream/platform';
import { standaloneSettings } from '@touchstream/standalone';
import type { ImportTask } from './task.js';

/** Imports into the event store that `EVENT_STORE_URL` names: a file of this machine, or KurrentDB. The server folds the events at its next start. */
export async function importHere({ from, actor, ...task }: ImportTask): Promise<ImportResult> {
  const { eventStoreUrl, tenantId } = readConfig(standaloneSettings, process.env);
  const store = await opened(standaloneSettings.eventStoreUrl, () => openEventStore(eventStoreUrl));
  try {
    return await runImport({
      ...task,
      open: filesIn(from),
      commands: new CommandService({ store }),
      tenantId,
      actor: actorOf({ 'x-actor': actor }),
    });
  } finally {
    await store.close();
  }
}
