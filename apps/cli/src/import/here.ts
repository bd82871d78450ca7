import { CommandService } from '@touchstream/command-service';
import { openEventStore } from '@touchstream/event-store';
import { filesIn, runImport, type ImportResult } from '@touchstream/importer';
import { actorOf, readConfig } from '@touchstream/platform';
import { standaloneSettings } from '@touchstream/standalone';
import type { ImportTask } from './task.js';

/** Imports into the event store of this machine. The server folds the events at its next start. */
export async function importHere({ from, actor, ...task }: ImportTask): Promise<ImportResult> {
  const { eventStoreUrl, tenantId } = readConfig(standaloneSettings, process.env);
  const store = await openEventStore(eventStoreUrl);
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
