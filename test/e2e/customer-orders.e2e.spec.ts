import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openEventBus, type EventBus } from '@touchstream/event-bus';
import { describeOnKafka, OwnTopics } from '@touchstream/event-bus/contract';
import { NO_STREAM, SqliteEventStore } from '@touchstream/event-store';
import { contractOf, derivedId, encode, OrderAmended, OrderCancelled, OrderPlaced } from '@touchstream/events';
import { Relay } from '@touchstream/projections';
import { SqliteViewStore } from '@touchstream/view-store';
import { Program } from '../fixtures/program.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';

const MAIN = join(import.meta.dirname, '../../examples/customer-orders/dist/main.js');
const ORDERS = 400;
const CUSTOMERS = 23;
const SOON = { timeoutMs: 60_000 };

interface Order {
  readonly orderId: string;
  readonly customerId: string;
  readonly events: readonly { readonly type: string; readonly data: unknown }[];
  /** In cents; undefined for a cancelled one. */
  readonly cents: number | undefined;
}

const metadata = (customerId: string) => ({
  schemaVersion: 1,
  tenantId: 'main',
  occurredAt: '2026-03-01T10:00:00.000Z',
  actor: { id: 'ann', kind: 'user' },
  customerId,
  correlationId: 'correlation',
  commandId: 'command',
  commandHash: 'hash',
});
const usd = (cents: number) => ({ amount: (cents / 100).toFixed(2), currency: 'USD' });
const totals = (cents: number) => ({
  list: usd(cents),
  discount: usd(0),
  net: usd(cents),
  tax: usd(0),
  total: usd(cents),
});

/** An order that is placed; every third is amended, every fifth cancelled. */
function order(at: number): Order {
  const [orderId, customerId, placed] = [`o-${at}`, `c-${at % CUSTOMERS}`, 1_000 + 37 * at];
  const amended = at % 3 === 0 ? placed + 11 : undefined;
  const events = [
    {
      type: OrderPlaced.type,
      data: { ...contractOf(OrderPlaced).example, orderId, customerId, totals: totals(placed) },
    },
    ...(amended === undefined
      ? []
      : [
          {
            type: OrderAmended.type,
            data: { orderId, changed: ['lines'], totals: totals(amended), oldTotals: totals(placed) },
          },
        ]),
    ...(at % 5 === 0
      ? [
          {
            type: OrderCancelled.type,
            data: { ...contractOf(OrderCancelled).example, orderId, totals: totals(amended ?? placed) },
          },
        ]
      : []),
  ];
  return { orderId, customerId, events, cents: at % 5 === 0 ? undefined : (amended ?? placed) };
}

const orders = Array.from({ length: ORDERS }, (_, at) => order(at));
/** What the service must have come to, from the orders alone. */
const expected = Array.from({ length: CUSTOMERS }, (_, at) => `c-${at}`)
  .toSorted()
  .map(customerId => {
    const kept = orders.flatMap(one => (one.customerId === customerId ? (one.cents ?? []) : []));
    const cents = kept.reduce((sum, one) => sum + one, 0);
    return { customerId, revenue: [{ currency: 'USD', orders: kept.length, revenue: (cents / 100).toFixed(2) }] };
  });

describeOnKafka('the example service', brokers => {
  let folder: string;
  let eventStore: SqliteEventStore;
  let viewStore: SqliteViewStore;
  let bus: EventBus;
  let topics: OwnTopics;
  let program: Program | undefined;
  beforeEach(async () => {
    folder = await temporaryFolder();
    eventStore = await SqliteEventStore.open({ path: join(folder, 'events.db') });
    viewStore = await SqliteViewStore.open({ path: join(folder, 'views.db') });
    topics = new OwnTopics(brokers);
    bus = await openEventBus(topics.url);
  });
  afterEach(async () => {
    await kill();
    await bus.close();
    await eventStore.close();
    await viewStore.close();
    await topics.dispose();
    await removeFolder(folder);
  });

  const append = async ({ orderId, customerId, events }: Order) =>
    eventStore.append(
      `order-${orderId}`,
      NO_STREAM,
      events.map(({ type, data }, revision) => ({
        id: derivedId(orderId, String(revision)),
        type,
        data: encode(data),
        metadata: encode(metadata(customerId)),
      })),
    );
  /** Publishes what is new. A checkpoint of its own each time would publish everything again: that is what `name` is for. */
  const relay = async (name: string) => {
    const one = new Relay({ name, eventStore, viewStore, bus });
    one.start();
    await one.whenCaughtUp(SOON);
    await one.stop();
  };
  const started = async (): Promise<string> => {
    program = new Program([MAIN], {
      env: {
        KAFKA_BROKERS: brokers.join(','),
        TOPIC_PREFIX: topics.prefix,
        GROUP: topics.prefix,
        DATA: join(folder, 'orders.db'),
        PORT: '0',
      },
    });
    return (await program.says(/listening on (\S+)/))[1]!;
  };
  const kill = async () => {
    program?.signal('SIGKILL');
    await program?.ended();
  };
  const view = async (url: string) =>
    ((await (await fetch(`${url}/customers`)).json()) as { items: typeof expected }).items;
  const ordersIn = (items: typeof expected) =>
    items.flatMap(one => one.revenue).reduce((sum, one) => sum + one.orders, 0);
  const until = async (condition: () => Promise<boolean>) => {
    while (!(await condition()));
  };

  it('comes to what the events say, however often it is killed and whatever is published twice', async () => {
    for (const one of orders.slice(0, 200)) await append(one);
    // There are no topics yet.
    await started();
    await relay('first');
    await kill();
    // Killed as soon as it listens, and again as soon as it has got so far.
    for (const enough of [0, 60]) {
      const url = await started();
      await until(async () => ordersIn(await view(url)) >= enough);
      await kill();
    }
    for (const one of orders.slice(200)) await append(one);
    await relay('second');
    for (const enough of [170]) {
      const url = await started();
      await until(async () => ordersIn(await view(url)) >= enough);
      await kill();
    }
    const url = await started();
    const last = expected.map(one => one.revenue[0]?.orders ?? 0).reduce((sum, one) => sum + one, 0);
    await until(async () => {
      const found = await view(url);
      return ordersIn(found) === last && JSON.stringify(found) === JSON.stringify(expected);
    });
    expect(await view(url)).toEqual(expected);
    expect(await (await fetch(`${url}/holds`)).json()).toEqual({ items: [] });
    const customer = await (await fetch(`${url}/customers/c-7`)).json();
    expect(customer).toEqual(expected.find(one => one.customerId === 'c-7'));
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    program!.signal('SIGTERM');
    expect(await program!.ended()).toMatchObject({ code: 0, stderr: '' });
  }, 120_000);
});
