import { setTimeout as pause } from 'node:timers/promises';
import { now, type WayFault } from '../fault.js';
import type { Supervised } from '../supervised.js';
import { LEASE_SECONDS, type System } from '../system.js';
import { until } from '../until.js';

/** Kills them at once; a supervisor starts them again. */
async function crash(services: readonly Supervised[]): Promise<number> {
  const killedAt = now();
  await Promise.all(services.map(service => service.kill()));
  await Promise.all(services.map(service => service.start()));
  return killedAt;
}

const killed = (name: string, which: (system: System) => Supervised): WayFault => ({
  name: `${name} killed`,
  engine: 'process',
  inject: async system => {
    await system.anyMoment();
    return crash([which(system)]);
  },
});

const anyProjector = ({ parts, random }: System): Supervised => random.pick(parts.services.projectors);

async function isRelay({ running }: Supervised): Promise<boolean> {
  const { relay } = await running.client.read<{ relay: { state: string } }>('/v1/projections');
  return relay.state === 'live' || relay.state === 'catching-up';
}

async function relayHolder({ parts }: System): Promise<Supervised> {
  let holder: Supervised | undefined;
  const find = async () => {
    for (const projector of parts.services.projectors) if (await isRelay(projector)) holder = projector;
    return holder !== undefined;
  };
  await until('no projector relays', find, AbortSignal.timeout(30_000));
  return holder!;
}

/** More than the client says where it sends no messages, in bytes. */
const A_SEND = 400;
const LATENCY = 150;

const relayKilled: WayFault = {
  name: 'relay killed in the middle of a send',
  engine: 'process',
  inject: async system => {
    const holder = await relayHolder(system);
    const { kafka } = system.parts;
    // The message is on its way for so long, and so is the answer: it is killed before the broker has it, or before it knows.
    kafka.set({ latencyMs: LATENCY });
    const before = kafka.sent;
    await until('nothing is sent', () => kafka.sent - before > A_SEND, AbortSignal.timeout(30_000));
    await pause(system.random.whole(0, LATENCY));
    const killedAt = await crash([holder]);
    kafka.set({});
    return killedAt;
  },
};

const stopped: WayFault = {
  name: 'projector stopped for longer than its lease',
  engine: 'process',
  inject: async system => {
    await system.anyMoment();
    const { program } = anyProjector(system).running;
    program.signal('SIGSTOP');
    await pause(LEASE_SECONDS * 1_000 + system.random.whole(500, 2_000));
    program.signal('SIGCONT');
    return now();
  },
};

const startedTogether: WayFault = {
  name: 'two projectors started at the same time',
  engine: 'process',
  inject: async system => {
    await system.anyMoment();
    return crash(system.parts.services.projectors);
  },
};

export const processFaults: readonly WayFault[] = [
  killed('command-api', ({ parts }) => parts.services.command),
  killed('projector', anyProjector),
  killed('query-api', ({ parts }) => parts.services.query),
  relayKilled,
  stopped,
  startedTogether,
];
