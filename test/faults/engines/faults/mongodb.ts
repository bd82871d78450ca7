import { setTimeout as pause } from 'node:timers/promises';
import type { TcpProxy } from '../../../doubles/tcp-proxy/index.js';
import { now, type Fault } from '../fault.js';
import type { System } from '../system.js';
import { until } from '../until.js';

const engine = 'mongodb';

const fault = (name: string, inject: (mongodb: TcpProxy, system: System) => Promise<void>): Fault => ({
  name,
  engine,
  inject: async system => {
    await system.anyMoment();
    await inject(system.parts.mongodb, system);
    return now();
  },
});

/** How long a call takes that asks for nothing, in milliseconds. */
async function roundTrip({ parts }: System): Promise<number> {
  const started = now();
  for (let count = 0; count < 10; count += 1) await parts.viewStore.ping();
  return (now() - started) / 10;
}

export const mongoDbFaults: readonly Fault[] = [
  fault('cut in the middle of a bulk', async (mongodb, { random }) => {
    const { cuts } = mongodb;
    mongodb.set({ cutAfterBytes: random.whole(500, 30_000) });
    await until('nothing is written', () => mongodb.cuts > cuts, AbortSignal.timeout(30_000));
    mongodb.set({});
  }),
  fault('slow by ten times', async (mongodb, system) => {
    // Half of it each way.
    mongodb.set({ latencyMs: (9 * (await roundTrip(system))) / 2 });
    await pause(system.random.whole(3_000, 5_000));
    mongodb.set({});
  }),
  fault('half open', async mongodb => mongodb.strand()),
  fault('cut off: refused', async (mongodb, { random }) => {
    await mongodb.refuse();
    await pause(random.whole(1_000, 3_000));
    await mongodb.accept();
  }),
  {
    name: 'server killed and started again',
    engine,
    injectInto: async ({ mongodb }, system) => {
      await system.anyMoment();
      await mongodb.kill();
      await system.anyMoment(2_000);
      await mongodb.startAgain();
      return now();
    },
  },
];
