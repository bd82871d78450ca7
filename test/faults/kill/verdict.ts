import { join } from 'node:path';
import { contractOf, eventCatalogue, type StoredEvent } from '@touchstream/events';
import { LogBus } from '@touchstream/event-bus';
import { SqliteEventStore } from '@touchstream/event-store';
import { storedEvents } from '@touchstream/projections';
import { SqliteViewStore } from '@touchstream/view-store';
import { documentsIn, judgeCommands, judgeViews, type CommandsVerdict } from '../judge/index.js';
import type { Acknowledged } from '../load/clients.js';

/** What is found in a data folder, against what the clients were told. */
export interface Verdict extends CommandsVerdict {
  /** Documents that differ from the fold of all events, and events that the bus has not exactly once. */
  readonly viewsDiffering: number;
}

export async function judge(folder: string, acknowledged: readonly Acknowledged[]): Promise<Verdict> {
  const events = await readAll(folder);
  const store = await SqliteViewStore.open({ path: join(folder, 'views.db'), readOnly: true });
  const viewsDiffering = documentsIn(await judgeViews(store, events)) + (await busDiffering(folder, events));
  await store.close();
  return { ...judgeCommands(events, acknowledged), viewsDiffering };
}

async function readAll(folder: string): Promise<readonly StoredEvent[]> {
  const store = await SqliteEventStore.open({ path: join(folder, 'events.db'), readOnly: true });
  const events = await storedEvents(store);
  await store.close();
  return events;
}

async function busDiffering(folder: string, events: readonly StoredEvent[]): Promise<number> {
  const bus = await LogBus.open({ path: join(folder, 'bus'), readOnly: true });
  const seen = new Map<string, number>();
  for (let after = -1n; ;) {
    const batch = await bus.read({ after, limit: 5_000 });
    for (const { id } of batch.messages) seen.set(id, (seen.get(id) ?? 0) + 1);
    if (batch.caughtUp) break;
    after = batch.offset;
  }
  await bus.close();
  const open = events.filter(({ type }) => contractOf(eventCatalogue.get(type)!).context !== 'operations');
  const missing = open.filter(({ id }) => seen.get(id) !== 1).length;
  return missing + (seen.size - open.length + missing);
}
