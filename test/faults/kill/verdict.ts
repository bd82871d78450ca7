import { join } from 'node:path';
import { commandIdOf } from '@touchstream/command-service';
import { contractOf, eventCatalogue, type EventEnvelope } from '@touchstream/events';
import { LogBus } from '@touchstream/event-bus';
import { SqliteEventStore } from '@touchstream/event-store';
import { allEvents, differing } from '@touchstream/projections';
import { SqliteViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import type { Acknowledged } from './clients.js';

/** What is found in a data folder, against what the clients were told. */
export interface Verdict {
  /** Acknowledged events that are not in the store, or not where the answer said. */
  readonly lost: number;
  /** Commands with more events than their answer named, and events that stand in the store twice. */
  readonly doubled: number;
  /** Documents that differ from the fold of all events, and events that the bus has not exactly once. */
  readonly viewsDiffering: number;
}

export async function judge(folder: string, acknowledged: readonly Acknowledged[]): Promise<Verdict> {
  const events = await readAll(folder);
  const store = await SqliteViewStore.open({ path: join(folder, 'views.db'), readOnly: true });
  let viewsDiffering = await busDiffering(folder, events);
  for (const view of views) viewsDiffering += await differing(store, view, events);
  await store.close();
  return { ...judgeCommands(events, acknowledged), viewsDiffering };
}

async function readAll(folder: string): Promise<readonly EventEnvelope[]> {
  const store = await SqliteEventStore.open({ path: join(folder, 'events.db'), readOnly: true });
  const events = await allEvents(store);
  await store.close();
  return events;
}

function judgeCommands(events: readonly EventEnvelope[], acknowledged: readonly Acknowledged[]) {
  const byId = new Map<string, EventEnvelope>();
  const perCommand = new Map<string, number>();
  let doubled = 0;
  for (const event of events) {
    if (byId.has(event.id)) doubled += 1;
    byId.set(event.id, event);
    const command = `${event.commandId} ${event.stream}`;
    perCommand.set(command, (perCommand.get(command) ?? 0) + 1);
  }
  let lost = 0;
  for (const { sent, answer } of acknowledged) {
    for (const { id, type, revision } of answer.events) {
      const found = byId.get(id);
      if (found?.type !== type || found.revision !== revision) lost += 1;
    }
    const stream = byId.get(answer.events[0]?.id ?? '')?.stream;
    const made = stream === undefined ? 0 : perCommand.get(`${commandIdOf('main', sent.key)} ${stream}`);
    if ((made ?? 0) > answer.events.length) doubled += 1;
  }
  return { lost, doubled };
}

async function busDiffering(folder: string, events: readonly EventEnvelope[]): Promise<number> {
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
