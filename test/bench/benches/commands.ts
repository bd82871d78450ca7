import { join } from 'node:path';
import Database from 'better-sqlite3';
import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import type { Lab } from '../framework/lab.js';
import { median, ratio } from '../framework/statistics.js';
import { startLoad } from '../load/start-load.js';
import type { LoadResult } from '../load/tally.js';
import { startStandalone } from '../product/standalone.js';
import { startWriteSide } from '../product/write-side.js';
import type { open as openBare } from '../base/bare-commands.side.js';

const CLIENTS = 64;
const sizes = {
  smoke: { records: 20, seconds: 0.2 },
  moderate: { records: 500, seconds: 3 },
  full: { records: 2_000, seconds: 10 },
};

/**
 * The write side is a process of its own, as it is deployed; the figure speaks of it, and the base projects nothing either.
 * The standalone server, which projects and publishes in the same process, runs beside it for the notes.
 */
async function sides(lab: Lab) {
  const { records } = lab.sized(sizes);
  const folders = { writeSide: await lab.folder(), bare: await lab.folder() };
  const [{ server, port }, writeSide, bare] = await Promise.all([
    startStandalone(lab),
    startWriteSide(lab, { folder: folders.writeSide }),
    lab.side<typeof openBare>(new URL('../base/bare-commands.side.js', import.meta.url), { folder: folders.bare }),
  ]);
  const traffic = { commands: { records } };
  const [toServer, toWriteSide, toBare] = await Promise.all(
    [port, writeSide.info, bare.info].map(to => startLoad(lab, { port: to, traffic })),
  );
  return { server, folders, toServer: toServer!, toWriteSide: toWriteSide!, toBare: toBare! };
}

function bytesPerEvent(path: string): number {
  const db = new Database(path, { readonly: true });
  const bytes = db.prepare<[], number>('SELECT avg(length(data) + length(metadata)) FROM events').pluck().get()!;
  db.close();
  return Math.round(bytes);
}

const goodputs = (results: readonly LoadResult[]) => ({ values: results.map(one => one.goodput), unit: 'commands/s' });
const p99 = (results: readonly LoadResult[]) => median(results.map(({ millis }) => millis.p99)).toFixed(1);

export const commands: Bench = {
  name: 'commands',
  figure:
    'accepted, durable commands/s through HTTP with validation, idempotency, concurrency control and domain ÷ bare Fastify with ajv doing the same group-committed INSERTs',
  bar: 0.7,
  direction: 'at least',
  async run(lab) {
    const { server, folders, toServer, toWriteSide, toBare } = await sides(lab);
    const load = { clients: CLIENTS, seconds: lab.sized(sizes).seconds };
    const standalone: LoadResult[] = [];
    const measured = await alternate(lab, {
      ours: async () => {
        standalone.push(await toServer.round(load));
        // What it still has to project must not run beside the others.
        await server.whenCaughtUp();
        return toWriteSide.round(load);
      },
      base: () => toBare.round(load),
    });
    const [ours, base, whole] = [measured.ours, measured.base, standalone.slice(-lab.rounds)].map(goodputs);
    return {
      figure: ratio(ours!, base!),
      ours: ours!,
      base: base!,
      notes: [
        `${CLIENTS} clients; 6 of 20 commands log an interaction, 9 change a record, 5 make a customer, a deal or a case`,
        `ours is the write side, a process of its own as the base is; the standalone server, which also projects every event into every view and publishes it, came to ${ratio(whole!, base!).toFixed(2)} of the base (${Math.round(median(whole!.values))} commands/s)`,
        `p99 ${p99(measured.ours)} ms, base ${p99(measured.base)} ms; bytes per event ${bytesPerEvent(join(folders.writeSide, 'events.db'))}, base ${bytesPerEvent(join(folders.bare, 'bare.db'))}`,
      ],
    };
  },
};
