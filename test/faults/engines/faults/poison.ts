import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '@touchstream/events';
import { KurrentDbEventStore, type EventToAppend } from '@touchstream/event-store';
import type { Answer } from '../../load/workload.js';
import { now, type WayFault } from '../fault.js';
import type { Supervised } from '../supervised.js';
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
const shared = (userId: string) => (opportunityId: string) => json({ opportunityId, splits: [{ userId, share: 1 }] });
const poisons: readonly Poison[] = [
  { name: 'undecodable bytes', data: () => Buffer.from([0xff, 0xfe, 0x00, 0x7b]), views: 'parked' },
  { name: 'unknown type', type: 'opportunity.dreamt-of', data: step('?'), views: 'folded' },
  { name: 'newer schema version', schemaVersion: 99, data: step('later'), views: 'parked' },
  // What is personal is not published, and makes no public event too large.
  {
    name: 'payload of 1 MB',
    type: 'opportunity.credit-split-set',
    data: shared('x'.repeat(1024 * 1024)),
    views: 'folded',
  },
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

interface Status {
  readonly views: readonly { readonly view: string; readonly parked: { readonly events: number } }[];
  readonly relay: { readonly skipped: { readonly events: number } };
}

const measured = (metrics: string, name: string): number =>
  metrics
    .split('\n')
    .filter(line => line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);

/** Whether the projector that relays tells, and measures, that so many events were left out of the public feed. */
async function isLeftOutTold({ running }: Supervised, events: number): Promise<boolean> {
  const metrics = (await running.client.send<string>('/metrics')).body;
  const { relay } = await running.client.read<Status>('/v1/projections');
  return measured(metrics, 'touchstream_relay_skipped_events') === events && relay.skipped.events === events;
}

/** Whether the projector that folds the view measures the parked event, and shows it by reference. */
async function isParkedTold({ running }: Supervised, id: string): Promise<boolean> {
  if (measured((await running.client.send<string>('/metrics')).body, 'touchstream_projection_parked_keys') === 0)
    return false;
  const { views } = await running.client.read<Status>('/v1/projections');
  for (const { view, parked } of views) {
    if (parked.events === 0) continue;
    const { items } = await running.client.read<{ items: { eventId: string }[] }>(
      `/v1/projections/${view}/parked?limit=200`,
    );
    if (items.some(({ eventId }) => eventId === id)) return true;
  }
  return false;
}

async function someProjector({ parts }: System, tells: (projector: Supervised) => Promise<boolean>): Promise<boolean> {
  for (const projector of parts.services.projectors) if (await tells(projector)) return true;
  return false;
}

/** How many events of each system cannot be published. */
const doses = new WeakMap<System, number>();

function poisoned(poison: Poison): WayFault {
  let given = '';
  return {
    name: `poison: ${poison.name}`,
    engine: 'events',
    inject: async system => {
      const { id } = await opportunity(system);
      const stream = `opportunity-${id}`;
      const store = await KurrentDbEventStore.open({ url: system.double.url });
      const [before] = await store.readStream(stream, { direction: 'backwards', limit: 1 });
      const events = dose(poison, id, before!);
      await store.append(stream, before!.revision, events);
      await store.close();
      given = events[0]!.id;
      doses.set(system, (doses.get(system) ?? 0) + 1);
      return now();
    },
    after: async system => {
      const signal = AbortSignal.timeout(30_000);
      const leftOut = () => someProjector(system, one => isLeftOutTold(one, doses.get(system)!));
      await until('what was left out of the public feed is not told', leftOut, signal);
      if (poison.views === 'folded') return;
      await until('what was parked is not told', () => someProjector(system, one => isParkedTold(one, given)), signal);
    },
  };
}

export const poisonFaults: readonly WayFault[] = poisons.map(poisoned);
