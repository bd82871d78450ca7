import { commandIdOf } from '@touchstream/command-service';
import { decodeMetadata, UndecodableEvent, type StoredEvent } from '@touchstream/events';
import type { Acknowledged } from '../load/clients.js';

export interface CommandsVerdict {
  /** Acknowledged events that are not in the store, or not where the answer said. */
  readonly lost: number;
  /** Commands with more events than their answer named, and events that stand in the store twice. */
  readonly doubled: number;
}

/** The command that made the event; the event alone where that cannot be told. */
function commandOf(event: StoredEvent): string {
  try {
    return decodeMetadata(event).commandId;
  } catch (error) {
    if (error instanceof UndecodableEvent) return event.id;
    throw error;
  }
}

/** What the store holds, against what the clients were told. */
export function judgeCommands(events: readonly StoredEvent[], acknowledged: readonly Acknowledged[]): CommandsVerdict {
  const byId = new Map<string, StoredEvent>();
  const perCommand = new Map<string, number>();
  let doubled = 0;
  for (const event of events) {
    if (byId.has(event.id)) doubled += 1;
    byId.set(event.id, event);
    const command = `${commandOf(event)} ${event.stream}`;
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
