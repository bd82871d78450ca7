import { parseArgs } from 'node:util';
import { givenServers, missingServers } from '../../fixtures/engines.js';
import { OwnServer, serverScripts } from '../../fixtures/own-server.js';
import { Random } from '../../fixtures/random.js';
import type { Fault, OwnServers } from './fault.js';
import { faults } from './faults/index.js';
import { asRow, isBad, type Result } from './report.js';
import { runFault } from './run-fault.js';
import { System } from './system.js';

/** Of sysexits: the surroundings are not what they must be. */
const EXIT_CONFIG = 78;
const EXIT_USAGE = 64;
const say = (line: string) => process.stderr.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const times = Number(values.times);
const random = new Random(Number(values.seed));
const only = values.only?.split(',');
const chosen = faults.filter(({ name, engine }) => only?.some(part => `${engine}/${name}`.includes(part)) ?? true);
const results: Result[] = [];
let growing = 0;
/** How to end what runs now: it must not outlive this, however this ends. */
const runs = new Set<() => Promise<unknown>>();
const endAll = (code: number) => void Promise.allSettled([...runs].map(end => end())).then(() => process.exit(code));
process.once('SIGINT', () => endAll(130));
process.once('SIGTERM', () => endAll(143));
process.once('uncaughtException', error => {
  console.error(error);
  endAll(1);
});

/** Plays faults on one system after the other: one that a fault broke is given up, so that no later fault is blamed for it. */
async function play(
  some: readonly Fault[],
  servers: Parameters<typeof System.start>[0],
  own?: OwnServers,
): Promise<void> {
  let system: System | undefined;
  const killAll = async () => system?.kill();
  const end = async () => {
    const memory = system?.memory.summary() ?? [];
    for (const { line } of memory) say(`memory of ${line}`);
    growing += memory.filter(({ grows }) => grows).length;
    runs.delete(killAll);
    await system?.dispose();
    system = undefined;
  };
  for (const fault of some) {
    system ??= await System.start(servers, random);
    runs.add(killAll);
    const result = await runFault(fault, { system, times, ...(own && { servers: own }) });
    results.push(result);
    if (values.json) console.log(JSON.stringify(result));
    else say(`${result.engine}: ${result.fault}`);
    if (isBad(result)) await end();
  }
  await end();
}

async function playOnOwn(some: readonly Fault[]): Promise<void> {
  const scripts = serverScripts();
  if (scripts === undefined) {
    for (const { name, engine } of some) say(`${engine}: ${name}: SKIPPED: TEST_SERVERS is not set`);
    return;
  }
  const [kafka, mongodb] = [await OwnServer.start(scripts, 'kafka'), await OwnServer.start(scripts, 'mongodb')];
  const dispose = () => Promise.all([kafka.dispose(), mongodb.dispose()]);
  runs.add(dispose);
  try {
    await play(some, { mongodb: mongodb.address, brokers: kafka.address }, { kafka, mongodb });
  } finally {
    await dispose();
  }
}

const missing = missingServers();
if (missing.length > 0) {
  say(`the fault tests need ${missing.join(' and ')}`);
  process.exitCode = EXIT_CONFIG;
} else if (!(times >= 1) || chosen.length === 0) {
  say(
    `--times is a number from 1, --only part of a name: ${faults.map(({ engine, name }) => `${engine}/${name}`).join(', ')}`,
  );
  process.exitCode = EXIT_USAGE;
} else {
  const [own, given] = [chosen.filter(fault => !('inject' in fault)), chosen.filter(fault => 'inject' in fault)];
  if (given.length > 0) await play(given, givenServers());
  if (own.length > 0) await playOnOwn(own);
  if (!values.json) console.table(results.map(asRow));
  if (growing > 0 || results.some(isBad)) process.exitCode = 1;
}
// Whatever the faults left behind in this process must not keep it from ending.
process.exit();
