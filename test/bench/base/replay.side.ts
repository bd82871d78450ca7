import Database from 'better-sqlite3';
import type { OpenSide } from '../framework/side.js';

export interface ReplayOptions {
  /** The file of events. */
  readonly events: string;
  /** The types to read; all where left out. */
  readonly types?: readonly string[];
}
export interface Replayed {
  readonly events: number;
  readonly seconds: number;
}

const RUN = 1_000;

/** The base of the rebuilds: reads the same events in order and parses their JSON, and does nothing with them. */
export const open = (async ({ events: path, types }: ReplayOptions) => {
  const db = new Database(path, { readonly: true });
  db.pragma('cache_size = -65536');
  const numbers = db.prepare<[string], number>('SELECT id FROM types WHERE name = ?').pluck();
  const wanted = types?.flatMap(type => numbers.get(type) ?? []);
  // Kept from the index by type, the scan gives the order for nothing.
  const filter = wanted === undefined ? '' : `AND +type IN (${wanted.join(', ')})`;
  const select = db
    .prepare<[number], [position: number, data: string, metadata: string]>(
      `SELECT position, CAST(data AS TEXT), CAST(metadata AS TEXT) FROM events
       WHERE position > ? ${filter} ORDER BY position LIMIT ${RUN}`,
    )
    .raw();
  return {
    round: async (): Promise<Replayed> => {
      const started = performance.now();
      let events = 0;
      let fields = 0;
      for (let after = -1, rows = select.all(after); rows.length > 0; rows = select.all(after)) {
        for (const [position, data, metadata] of rows) {
          // Something is done with what was parsed, lest nobody parse it.
          if ('tenantId' in JSON.parse(metadata) && typeof JSON.parse(data) === 'object') fields += 1;
          after = position;
        }
        events += rows.length;
      }
      if (fields !== events) throw new Error('an event is not as it should be');
      return { events, seconds: (performance.now() - started) / 1000 };
    },
    close: async () => {
      db.close();
    },
  };
}) satisfies OpenSide<ReplayOptions, void, Replayed>;
