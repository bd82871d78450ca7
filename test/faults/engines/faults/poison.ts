import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '@touchstream/events';
import { KurrentDbEventStore, type EventToAppend } from '@touchstream/event-store';
import type { Answer } from '../../load/workload.js';
import { now, type WayFault } from '../fault.js';
import type { System } from '../system.js';
import { until } from '../until.js';

const STEP = 'opportunity.next-step-set';
const dueAt = '2030-01-01T09:00:00.000Z';
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

interface Poison {
  readonly name: string;
  readonly type?: string;
  readonly data: (opportunityId: string) => Uint8Array;
  readonly schemaVersion?: number;
  /** Who cannot take it: the views of its type, the public feed. */
  readonly views: 'parked' | 'folded';
}

const step = (text: string) => (opportunityId: string) => json({ opportunityId, text, dueAt });
const poisons: readonly Poison[] = [
  { name: 'undecodable bytes', data: () => Buffer.from([0xff, 0xfe, 0x00, 0x7b]), views: 'parked' },
  { name: 'unknown type', type: 'opportunity.dreamt-of', data: step('?'), views: 'folded' },
  { name: 'newer schema version', schemaVersion: 99, data: step('later'), views: 'parked' },
  { name: 'payload of 1 MB', data: step('x'.repeat(1024 * 1024)), views: 'folded' },
  {
    name: 'keys named __proto__',
    data: opportunityId =>
      Buffer.from(`{"__proto__":{"polluted":true},"opportunityId":"${opportunityId}","text":"x","dueAt":"${dueAt}"}`),
    views: 'parked',
  },
];

/** A customer with an opportunity, of whom the clients know nothing. */
async function opportunity({ parts, random }: System): Promise<Answer> {
  const signal = AbortSignal.timeout(60_000);
  const insist = async (path: string, body: Readonly<Record<string, unknown>>): Promise<Answer> => {
    const answer = await parts.clients.insist({ key: random.key(), path, body }, signal);
    if (answer === 'refused') throw new Error(`${path} was refused`);
    return answer;
  };
  const customer = await insist('/v1/customers', { kind: 'business', name: 'Unlucky', ownerId: 'ann' });
  const amount = { amount: '10.00', currency: 'EUR' };
  return insist('/v1/opportunities', { customerId: customer.id, name: 'Poisoned', amount, ownerId: 'ann' });
}

/** Its event as the domain would have written it, but for the poison; and a good one behind. */
function dose({ type = STEP, data, schemaVersion }: Poison, id: string, before: StoredEvent): EventToAppend[] {
  const metadata = JSON.parse(Buffer.from(before.metadata).toString()) as object;
  const of = () => ({ ...metadata, schemaVersion: 1, commandId: randomUUID(), correlationId: randomUUID() });
  return [
    { id: randomUUID(), type, data: data(id), metadata: json({ ...of(), ...(schemaVersion && { schemaVersion }) }) },
    { id: randomUUID(), type: STEP, data: step('after the poison')(id), metadata: json(of()) },
  ];
}

interface Held {
  readonly views: readonly { readonly view: string; readonly parked: { readonly events: number } }[];
  readonly relay: { readonly skipped: { readonly events: number } };
}

/** Whether some projector says so, and measures it. */
async function isTold({ parts }: System, metric: RegExp, said: (status: Held) => boolean): Promise<boolean> {
  for (const { running } of parts.services.projectors) {
    const metrics = (await running.client.send<string>('/metrics')).body;
    if (metric.test(metrics) && said(await running.client.read<Held>('/v1/projections'))) return true;
  }
  return false;
}

function poisoned(poison: Poison): WayFault {
  const given = { parked: 0 };
  return {
    name: `poison: ${poison.name}`,
    engine: 'events',
    inject: async system => {
      const { id } = await opportunity(system);
      const stream = `opportunity-${id}`;
      const store = await KurrentDbEventStore.open({ url: system.double.url });
      const [before] = await store.readStream(stream, { direction: 'backwards', limit: 1 });
      await store.append(stream, before!.revision, dose(poison, id, before!));
      await store.close();
      given.parked += 1;
      return now();
    },
    after: async system => {
      const signal = AbortSignal.timeout(30_000);
      const skipped = () =>
        isTold(system, /^touchstream_relay_skipped_events [1-9]/m, ({ relay }) => relay.skipped.events > 0);
      await until('what was left out of the public feed is not told', skipped, signal);
      if (poison.views === 'folded') return;
      const parked = () =>
        isTold(system, /^touchstream_projection_parked_keys{[^}]*} [1-9]/m, ({ views }) =>
          views.some(view => view.parked.events >= 2 * given.parked),
        );
      await until('what was parked is not told', parked, signal);
    },
  };
}

export const poisonFaults: readonly WayFault[] = poisons.map(poisoned);
