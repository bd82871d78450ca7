import { SqliteEventStore, NO_STREAM } from '@touchstream/event-store';
import { uuidv7 } from '@touchstream/events';
import Database from 'better-sqlite3';
import { Random } from '../../fixtures/random.js';
import type { OpenSide } from '../framework/side.js';
import { History } from '../history/history.js';
import { zipf } from '../history/zipf.js';

/** Appends under way at a time. */
const TOGETHER = 64;
const TO_EXISTING = 0.7;

interface Stream {
  readonly name: string;
  revision: number;
}

function streamsOf(path: string): Stream[] {
  const db = new Database(path, { readonly: true });
  const streams = db
    .prepare<[], Stream>(
      `SELECT name, max(revision) AS revision FROM events e JOIN streams s ON s.id = e.stream
       GROUP BY stream ORDER BY stream`,
    )
    .all();
  db.close();
  return streams;
}

/** Appends events to a store as they come in a day: most to streams that are there, the older ones more than the newer. */
export const open = (async ({ path }: { readonly path: string }) => {
  const streams = streamsOf(path);
  const samples = [...new History(500)].map(({ event }) => event);
  const random = new Random(7);
  const store = await SqliteEventStore.open({ path });
  const stream = (): Stream => {
    if (random.next() < TO_EXISTING) return streams[zipf(random, streams.length)]!;
    const fresh = { name: `interaction-${uuidv7()}`, revision: NO_STREAM };
    streams.push(fresh);
    return fresh;
  };
  const appendOne = async () => {
    const to = stream();
    const expected = to.revision;
    to.revision += 1;
    await store.append(to.name, expected, [{ ...random.pick(samples), id: uuidv7() }]);
  };
  const appendMany = async (count: number) => {
    let left = count;
    const appender = async () => {
      for (; left > 0;) {
        left -= 1;
        await appendOne();
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, appender));
  };
  return {
    /** Appends per second. */
    round: async (count: number): Promise<number> => {
      const started = performance.now();
      await appendMany(count);
      return (count * 1000) / (performance.now() - started);
    },
    close: () => store.close(),
  };
}) satisfies OpenSide<{ readonly path: string }, number, number>;
