import { setTimeout as pause } from 'node:timers/promises';
import type { TcpProxy } from '../../../doubles/tcp-proxy/index.js';
import { now, type Fault } from '../fault.js';
import { KAFKA_TIMEOUT, type System } from '../system.js';

const engine = 'kafka';

const fault = (name: string, inject: (kafka: TcpProxy, system: System) => Promise<void>): Fault => ({
  name,
  engine,
  inject: async system => {
    await system.anyMoment();
    await inject(system.parts.kafka, system);
    return now();
  },
});

export const kafkaFaults: readonly Fault[] = [
  fault('broker cut off: refused', async (kafka, { random }) => {
    await kafka.refuse();
    await pause(random.whole(1_000, 3_000));
    await kafka.accept();
  }),
  fault('broker cut off: silent', async (kafka, { random }) => {
    kafka.set({ blackhole: true });
    await pause(random.whole(1_000, 2 * KAFKA_TIMEOUT));
    kafka.set({});
  }),
  fault('broker cut off: half open', async kafka => kafka.strand()),
  fault('answers slower than the request timeout', async (kafka, { random }) => {
    kafka.set({ latencyMs: KAFKA_TIMEOUT / 2 + 200 });
    await pause(random.whole(3_000, 5_000));
    kafka.set({});
  }),
  {
    name: 'broker killed and started again',
    engine,
    injectInto: async ({ kafka }, system) => {
      await system.anyMoment();
      await kafka.kill();
      await system.anyMoment(2_000);
      await kafka.startAgain();
      return now();
    },
  },
];
