import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CustomerRegistered, CustomerTierChanged, derivedId, encode, type AnyEvent } from '@touchstream/events';
import { NO_STREAM, SqliteEventStore, type EventStore } from '@touchstream/event-store';
import { ProjectionGroup } from '@touchstream/projections';
import { SqliteViewStore } from '@touchstream/view-store';
import { customer360, interactionTimeline, view, type Customer360 } from '@touchstream/views';
import { example } from '@touchstream/views/testing';
import { ReadGate } from '../reads/index.js';
import { CustomerPast } from './customer-past.js';

const CUSTOMER = '0197f000-0000-7000-8000-000000000001';
const STREAM = `customer-${CUSTOMER}`;

describe('the events of a customer', () => {
  let folder: string;
  let events: SqliteEventStore;
  let views: SqliteViewStore;
  let projector: ProjectionGroup;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'past-'));
    events = await SqliteEventStore.open({ path: join(folder, 'events.db') });
    views = await SqliteViewStore.open({ path: join(folder, 'views.db') });
    projector = new ProjectionGroup({
      name: 'past',
      views: [interactionTimeline],
      eventStore: events,
      viewStore: views,
    });
    projector.start();
  });
  afterEach(async () => {
    await projector.stop();
    await views.close();
    await events.close();
    await rm(folder, { recursive: true });
  });

  const append = async (revision: number, { type, data }: AnyEvent, occurredAt: string, written = encode(data)) => {
    const metadata = {
      schemaVersion: 1,
      tenantId: 'main',
      occurredAt,
      actor: { id: 'ann', kind: 'user' },
      customerId: CUSTOMER,
      correlationId: 'c',
      commandId: CUSTOMER,
      commandHash: 'hash',
    };
    const one = { id: derivedId(CUSTOMER, `${revision}`), type, data: written, metadata: encode(metadata) };
    return (await events.append(STREAM, revision - 1, [one])).position;
  };
  /** The event store as it was when this was its last position. */
  const endingAt = (position: bigint): EventStore =>
    new Proxy<EventStore>(events, {
      get: (store, name) => {
        if (name === 'head') return async () => position;
        const value = store[name as keyof EventStore] as unknown;
        return typeof value === 'function' ? (value.bind(store) as unknown) : value;
      },
    });
  const past = (store: EventStore = events) => new CustomerPast(views, store, new ReadGate(views));
  const revisions = async (store: EventStore, cut = {}) =>
    (await past(store).history(CUSTOMER, cut)).map(one => one.revision);

  it('come in the order of the feed, whenever they happened, without what came after the question', async () => {
    await append(NO_STREAM + 1, example(CustomerRegistered), '2026-03-03T00:00:00.000Z');
    const asked = await append(1, example(CustomerTierChanged), '2026-03-01T00:00:00.000Z');
    const newest = await append(2, example(CustomerTierChanged), '2026-03-02T00:00:00.000Z');
    await projector.whenCaughtUp({ timeoutMs: 30_000, position: newest });
    expect(await revisions(events)).toEqual([0, 1, 2]);
    expect(await revisions(endingAt(asked))).toEqual([0, 1]);
    expect(await revisions(events, { asOf: '2026-03-02T12:00:00.000Z' })).toEqual([1, 2]);
  });

  it('are not folded without the one that cannot be', async () => {
    await append(0, example(CustomerRegistered, { customerId: CUSTOMER }), '2026-03-01T00:00:00.000Z');
    const newest = await append(1, example(CustomerTierChanged, { customerId: CUSTOMER }), '2026-03-03T00:00:00.000Z');
    await projector.whenCaughtUp({ timeoutMs: 30_000, position: newest });
    const failing = view<Customer360>({
      ...customer360,
      on: {
        ...customer360.on,
        'customer.tier-changed': () => {
          throw new RangeError('of a person');
        },
      },
    });
    await expect(past().document(failing, CUSTOMER, {})).rejects.toMatchObject({
      kind: 'not-foldable',
      detail: `event 1 of ${STREAM} (customer.tier-changed) cannot be folded into customer-360`,
    });
    const before = await past().document(failing, CUSTOMER, { asOf: '2026-03-02T00:00:00.000Z' });
    expect(before).toMatchObject({ position: newest - 1n, doc: { customerId: CUSTOMER, revision: 0 } });
  });

  it('are all there or none where the timeline has set one aside', async () => {
    const tier = example(CustomerTierChanged, { customerId: CUSTOMER });
    await append(0, example(CustomerRegistered, { customerId: CUSTOMER }), '2026-03-01T00:00:00.000Z');
    await append(1, tier, '2026-03-03T00:00:00.000Z', new TextEncoder().encode('{'));
    const newest = await append(2, tier, '2026-03-02T00:00:00.000Z');
    await projector.whenCaughtUp({ timeoutMs: 30_000, position: newest });
    await expect(past().document(customer360, CUSTOMER, {})).rejects.toMatchObject({
      kind: 'not-foldable',
      detail: `event 1 of ${STREAM} (customer.tier-changed) cannot be read`,
    });
    // The last one is behind it, and can be read.
    expect(await revisions(events, { asOf: '2026-03-02T00:00:00.000Z' })).toEqual([0, 2]);
  });

  it('make no customer before its registration', async () => {
    await append(0, example(CustomerRegistered, { customerId: CUSTOMER }), '2026-03-02T00:00:00.000Z');
    const tier = example(CustomerTierChanged, { customerId: CUSTOMER });
    const newest = await append(1, tier, '2026-03-01T00:00:00.000Z');
    await projector.whenCaughtUp({ timeoutMs: 30_000, position: newest });
    expect(await past().document(customer360, CUSTOMER, { asOf: '2026-03-01T12:00:00.000Z' })).toBeUndefined();
    expect(await past().document(customer360, CUSTOMER, { asOf: '2026-03-02T12:00:00.000Z' })).toMatchObject({
      position: newest,
    });
  });
});
