import { join } from 'node:path';
import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import { median } from '../framework/statistics.js';
import { startLoad } from '../load/start-load.js';
import { startStandalone } from '../product/standalone.js';
import { startWriteSide } from '../product/write-side.js';
import { fsyncsDuring } from '../system/fsyncs.js';

const CLIENTS = 64;
const sizes = {
  smoke: { records: 20, seconds: 0.2 },
  moderate: { records: 100, seconds: 2 },
  full: { records: 1_000, seconds: 10 },
};

export const fsyncs: Bench = {
  name: 'fsyncs',
  figure: `fsyncs per command at ${CLIENTS} clients`,
  bar: 0.1,
  direction: 'at most',
  async run(lab) {
    const { records, seconds } = lab.sized(sizes);
    const [{ server, port }, writeSide] = await Promise.all([
      startStandalone(lab),
      startWriteSide(lab, { groupCommit: false }),
    ]);
    const traffic = { commands: { records } };
    const [toServer, toWriteSide] = await Promise.all(
      [port, writeSide.info].map(to => startLoad(lab, { port: to, traffic })),
    );
    const log = join(await lab.folder(), 'calls');
    const perCommand = (pid: number, load: typeof toServer) => async () => {
      let accepted = 0;
      const count = await fsyncsDuring(pid, log, async () => {
        ({ accepted } = await load!.round({ clients: CLIENTS, seconds }));
      });
      return count / accepted;
    };
    await server.whenCaughtUp();
    const measured = await alternate(lab, {
      ours: perCommand(server.pid, toServer),
      base: perCommand(writeSide.pid, toWriteSide),
    });
    const unit = 'fsyncs/command';
    return {
      figure: median(measured.ours),
      ours: { values: measured.ours, unit },
      base: { values: measured.base, unit },
      notes: [
        'counted by strace, which slows both: fsync, fdatasync, msync, sync_file_range and syncfs of the whole process',
        'ours is the standalone server, views and public feed included; the base is the write side alone with group commit off',
      ],
    };
  },
};
