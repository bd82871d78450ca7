import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { exception, notLeader, unavailable, type Fault as Played } from '../../../doubles/kurrentdb/index.js';
import { now, type WayFault } from '../fault.js';
import type { System } from '../system.js';
import { until } from '../until.js';

const engine = 'kurrentdb (double)';

/** Longer than the adapter waits for an answer, in milliseconds. */
const TOO_LATE = 6_000;

/** They befall the next calls, which the clients make soon. */
async function befall(
  { double }: System,
  faults: Partial<Record<'append' | 'read', readonly Played[]>>,
): Promise<void> {
  for (const call of ['append', 'read'] as const) double.faults.plan(call, ...(faults[call] ?? []));
  await until('the double is not called', () => double.faults.planned === 0, AbortSignal.timeout(60_000));
}

const times = (count: number, fault: Played): readonly Played[] => Array.from({ length: count }, () => fault);
const lost: Played = { kind: 'answer lost' };

const fault = (name: string, inject: (system: System) => Promise<void>): WayFault => ({
  name,
  engine,
  inject: async system => {
    await system.anyMoment();
    await inject(system);
    return now();
  },
});

/** Another writer is faster: it appends a step like the last one to an opportunity, as a second command-api would. */
function overtaking({ double }: System): Played {
  const by = (stream: string) => {
    const last = double.log.stream(stream)?.at(-1);
    // Where nobody could have come between, another append is waited for.
    if (last?.type !== 'opportunity.next-step-set') return double.faults.plan('append', { kind: 'overtaken', by });
    const metadata = JSON.parse(Buffer.from(last.metadata).toString()) as object;
    const overtaker = { ...metadata, commandId: randomUUID(), correlationId: randomUUID() };
    double.log.append(stream, last.revision, [
      { ...last, id: randomUUID(), metadata: Buffer.from(JSON.stringify(overtaker)) },
    ]);
  };
  return { kind: 'overtaken', by };
}

export const kurrentDbFaults: readonly WayFault[] = [
  fault('answer lost', system => befall(system, { append: times(3, lost), read: times(2, lost) })),
  fault('stream ended', async system => {
    system.double.cutSubscriptions(system.random.pick(['ended', 'broken']));
    await befall(system, { append: [{ kind: 'ended' }], read: [{ kind: 'ended' }] });
  }),
  fault('not leader', system => {
    const error = notLeader({ host: '127.0.0.1', port: system.double.port });
    return befall(system, { append: times(2, { kind: 'refused', error }) });
  }),
  fault('silence', async system => {
    system.double.silenceSubscriptions();
    await befall(system, { append: [{ kind: 'silence' }], read: [{ kind: 'silence' }] });
  }),
  fault('late answer', async system => {
    const answered = pause(TOO_LATE);
    const late: Played = { kind: 'late', until: answered };
    await befall(system, { append: [late], read: [late] });
    await answered;
  }),
  fault('wrong revision', system => befall(system, { append: times(3, overtaking(system)) })),
  fault('refused for a while', system => {
    const refused = (error: Played & { kind: 'refused' }) => times(5, error);
    return befall(system, {
      append: refused({ kind: 'refused', error: unavailable() }),
      read: refused({ kind: 'refused', error: exception('timeout') }),
    });
  }),
  fault('unavailable for a while', system => system.withoutEventStore(system.random.whole(1_000, 3_000))),
];
