import { SqliteEventStore } from '@touchstream/event-store';
import type { HistoryAppend } from './history.js';

/** Appends under way at a time: so many share a commit. */
const TOGETHER = 1_000;

/** Appends a history to the store in a file, which is made where it is not there. */
export async function writeHistory(path: string, history: Iterable<HistoryAppend>): Promise<void> {
  const store = await SqliteEventStore.open({ path });
  let appends: Promise<unknown>[] = [];
  for (const { stream, expectedRevision, event } of history) {
    appends.push(store.append(stream, expectedRevision, [event]));
    if (appends.length < TOGETHER) continue;
    await Promise.all(appends);
    appends = [];
  }
  await Promise.all(appends);
  await store.close();
}
