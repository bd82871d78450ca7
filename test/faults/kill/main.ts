import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../fixtures/random.js';
import { freePort, ServerProcess } from '../../fixtures/server-process.js';
import { Clients } from '../load/clients.js';
import { Workload } from '../load/workload.js';
import { judge } from './verdict.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    clients: { type: 'string', default: '16' },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const kills = Number(values.kills);
const random = new Random(Number(values.seed));
const started = Date.now();
const folder = await mkdtemp(join(tmpdir(), 'touchstream-kill-'));
const server = new ServerProcess(folder, await freePort());
const clients = new Clients({ url: server.url, workload: new Workload(random), random });

const pause = (millis: number) => new Promise(resolve => setTimeout(resolve, millis));

for (let kill = 1; kill <= kills; kill += 1) {
  await server.start();
  const working = clients.run(Number(values.clients));
  await pause(random.whole(20, 400));
  await server.kill();
  clients.stop();
  await working;
  if (!values.json) process.stderr.write(`\r${kill} of ${kills} kills, ${clients.acknowledged.length} acknowledged `);
}

// Once more, without a kill: what was unknown is repeated, and everything catches up.
await server.start();
await clients.settle(AbortSignal.timeout(60_000));
await server.whenCaughtUp();
await server.stop();

const verdict = await judge(folder, clients.acknowledged);
const result = {
  kills,
  acknowledged: clients.acknowledged.length,
  lost: verdict.lost,
  doubled: verdict.doubled + clients.differing,
  viewsDiffering: verdict.viewsDiffering,
  seconds: Math.round((Date.now() - started) / 100) / 10,
};
if (values.keep) process.stderr.write(`data kept in ${folder}\n`);
else await rm(folder, { recursive: true });
if (values.json) console.log(JSON.stringify(result));
else console.table([result]);
if (result.lost + result.doubled + result.viewsDiffering > 0) process.exitCode = 1;
