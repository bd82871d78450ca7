import { bytesOf } from '@touchstream/events';
import { everyEvent, SqliteEventStore, type EventToAppend } from '@touchstream/event-store';
import type { OpenSide } from '../framework/side.js';

/** Appends under way at a time, as many as an import has rows. */
const TOGETHER = 512;

interface Append {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: EventToAppend[];
}

/** The appends that made a store, each with the events that came together. */
async function appendsOf(path: string): Promise<readonly Append[]> {
  const store = await SqliteEventStore.open({ path, readOnly: true });
  const appends: Append[] = [];
  const last = new Map<string, { commandId: string; append: Append }>();
  for await (const { id, type, stream, revision, ...json } of everyEvent(store)) {
    const [data, metadata] = [bytesOf(json.data), bytesOf(json.metadata)];
    const { commandId } = JSON.parse(new TextDecoder().decode(metadata)) as { commandId: string };
    const before = last.get(stream);
    const event = { id, type, data, metadata };
    if (before?.commandId === commandId) {
      before.append.events.push(event);
      continue;
    }
    const append = { stream, expectedRevision: revision - 1, events: [event] };
    appends.push(append);
    last.set(stream, { commandId, append });
  }
  await store.close();
  return appends;
}

/** The base of the import: the same events, appended to a new store as they are. */
export const open = (async ({ events }: { readonly events: string }) => {
  const appends = await appendsOf(events);
  return {
    /** Seconds; takes the path of the new store. */
    round: async (path: string): Promise<number> => {
      const store = await SqliteEventStore.open({ path });
      const started = performance.now();
      const left = appends[Symbol.iterator]();
      const appender = async () => {
        for (const { stream, expectedRevision, events: some } of left)
          await store.append(stream, expectedRevision, some);
      };
      await Promise.all(Array.from({ length: TOGETHER }, appender));
      const seconds = (performance.now() - started) / 1000;
      await store.close();
      return seconds;
    },
  };
}) satisfies OpenSide<{ readonly events: string }, string, number>;
