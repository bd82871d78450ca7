import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aggregateNamed, commandContractOf, RegisterCustomer } from '@touchstream/domain';
import { decode, derivedId, uuidv7 } from '@touchstream/events';
import { SqliteEventStore, START, WrongExpectedRevision, type EventStore } from '@touchstream/event-store';
import { ABANDONED_AFTER_MS, claimStream } from './claims.js';
import { CommandService } from './command-service.js';
import { CommandIdReused, StaleRevision } from './errors.js';
import { commandIdOf, type CommandRequest, type CommandResult } from './request.js';

let folder: string;
let store: EventStore;
let now: number;
let service: CommandService;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchstream-commands-'));
  now = Date.now();
  store = await SqliteEventStore.open({ path: join(folder, 'events.db'), clock: () => now });
  service = new CommandService({ store, clock: () => now });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const request = (
  command: string,
  body: Record<string, unknown>,
  more: Partial<CommandRequest> & { key?: string } = {},
): CommandRequest => {
  const { key = uuidv7(), aggregate = aggregateNamed('customer'), ...rest } = more;
  const commandId = commandIdOf('main', key);
  return {
    aggregate,
    command,
    body,
    context: { tenantId: 'main', actor: { id: 'ann', kind: 'user' }, commandId, correlationId: 'c-1' },
    ...rest,
  };
};
const register = (body: Record<string, unknown> = {}, more: { key?: string } = {}) =>
  request('RegisterCustomer', { kind: 'business', name: 'Acme', ...body }, more);
const archive = (id: string, more: { key?: string; expectedRevision?: number } = {}) =>
  request('ArchiveCustomer', { reason: 'closed down' }, { aggregateId: id, ...more });
const assign = (aggregateId: string, more: object = {}) =>
  request('AssignOwner', { ownerId: uuidv7(), ...more }, { aggregateId });
const batch = aggregateNamed('import-batch');
const batchId = derivedId('import/f', 'm/run');
const startImport = () => {
  const names = { fileName: 'f.csv', kind: 'k', mapping: 'm', matchRule: 'r' };
  return request('StartImport', { fileHash: 'f', mappingHash: 'm', dryRun: false, ...names }, { aggregate: batch });
};
/** Gives an event for each row. */
const recordRows = (from: number, count: number) => {
  const accepted = Array.from({ length: count }, (_, at) => ({ row: from + at, commandIds: ['c'], unchanged: false }));
  const more = { aggregate: batch, aggregateId: batchId, key: `rows-${from}` };
  return request('RecordRows', { accepted, rejected: [] }, more);
};
const feed = async () => (await store.readFeed({ after: START, limit: 1000 })).events;

/** The real store, but for some of its calls. */
const but = (changes: Partial<EventStore>): EventStore => ({
  append: store.append.bind(store),
  readStream: store.readStream.bind(store),
  readFeed: store.readFeed.bind(store),
  subscribe: store.subscribe.bind(store),
  head: store.head.bind(store),
  ping: store.ping.bind(store),
  close: store.close.bind(store),
  ...changes,
});

describe('the command service', () => {
  it('appends what is decided, with the envelope of the command', async () => {
    const result = await service.execute(
      request('RegisterCustomer', { ...commandContractOf(RegisterCustomer).example }, { key: 'k-1' }),
    );
    const [stored] = await store.readStream(result.stream, { direction: 'forwards', limit: 1 });
    const metadata = JSON.parse(Buffer.from(stored!.metadata).toString()) as Record<string, unknown>;
    expect(result).toMatchObject({ id: derivedId(commandIdOf('main', 'k-1'), 'customer'), repeated: false });
    expect(stored).toMatchObject({ type: 'customer.registered', revision: 0, id: result.events[0]?.id });
    expect(metadata).toMatchObject({
      schemaVersion: 1,
      tenantId: 'main',
      customerId: result.id,
      actor: { id: 'ann', kind: 'user' },
      correlationId: 'c-1',
      commandId: commandIdOf('main', 'k-1'),
    });
  });

  it('gives a repeated command its first answer, also after later changes and in another process', async () => {
    const first = await service.execute(register({}, { key: 'same' }));
    await service.execute(archive(first.id));
    const again = await service.execute(register({}, { key: 'same' }));
    const elsewhere = await new CommandService({ store }).execute(register({}, { key: 'same' }));
    expect(again).toEqual({ ...first, repeated: true });
    expect(elsewhere).toEqual({ ...first, repeated: true });
    expect((await feed()).filter(event => event.type === 'customer.registered')).toHaveLength(1);
  });

  it('gives it however many events the command gave, wherever they stand in the stream', async () => {
    const { id } = await service.execute(startImport());
    expect(id).toBe(batchId);
    const requests = [recordRows(1, 3), recordRows(10, 1_000), recordRows(2_000, 999), recordRows(3_000, 1)];
    const first: CommandResult[] = [];
    for (const one of requests) first.push(await service.execute(one));
    expect(first.map(({ events }) => events.length)).toEqual([3, 1_000, 999, 1]);
    for (const again of [service, new CommandService({ store })])
      for (const [at, one] of requests.entries())
        expect(await again.execute(one)).toEqual({ ...first[at], repeated: true });
  });

  it('reads a record to its end at once, however long its stream is', async () => {
    await service.execute(startImport());
    for (const from of [1, 1_001, 2_001]) await service.execute(recordRows(from, 1_000));
    const read = await new CommandService({ store }).read('import-batch', batchId);
    expect(read).toMatchObject({ revision: 3_000, state: { accepted: 3_000 } });
    const counts = { accepted: 3_000, rejected: 0, unchanged: 0 };
    const complete = request('CompleteImport', counts, { aggregate: batch, aggregateId: batchId });
    await expect(new CommandService({ store }).execute(complete)).resolves.toMatchObject({ revision: 3_001 });
  });

  it('refuses a command id with another content', async () => {
    const { id } = await service.execute(register({}, { key: 'same' }));
    await service.execute(archive(id, { key: 'change' }));
    await expect(service.execute(register({ name: 'Other' }, { key: 'same' }))).rejects.toThrow(CommandIdReused);
    await expect(
      service.execute(request('ArchiveCustomer', { reason: 'another' }, { aggregateId: id, key: 'change' })),
    ).rejects.toThrow(CommandIdReused);
  });

  it('carries out one of many that arrive at once under one id', async () => {
    const results = await Promise.all(Array.from({ length: 50 }, () => service.execute(register({}, { key: 'same' }))));
    expect(results.filter(result => !result.repeated)).toHaveLength(1);
    expect(new Set(results.map(({ id, position }) => `${id} ${position}`)).size).toBe(1);
  });

  it('carries out a command that waited behind one that is refused', async () => {
    const { id } = await service.execute(register());
    const winBack = request('WinBack', { trigger: 'call' }, { aggregateId: id });
    const [refused, carriedOut] = [service.execute(winBack), service.execute(assign(id))];
    await expect(refused).rejects.toMatchObject({ code: 'not-churned' });
    await expect(carriedOut).resolves.toMatchObject({ revision: 1 });
  });

  it('holds the revision that the caller names', async () => {
    const { id } = await service.execute(register());
    await expect(service.execute(archive(id, { expectedRevision: 4 }))).rejects.toThrow(StaleRevision);
    await expect(service.execute(archive(id, { expectedRevision: 0 }))).resolves.toMatchObject({ revision: 1 });
  });

  it('decides again when another process was faster', async () => {
    const { id } = await service.execute(register());
    const conflicts: string[] = [];
    const other = new CommandService({ store });
    let raced = false;
    const racing: EventStore = but({
      append: async (stream, expected, events) => {
        if (!raced) {
          raced = true;
          await other.execute(assign(id));
        }
        return store.append(stream, expected, events);
      },
    });
    const mine = new CommandService({ store: racing, onConflict: aggregate => conflicts.push(aggregate) });
    await expect(mine.execute(archive(id))).resolves.toMatchObject({ revision: 2 });
    expect(conflicts).toEqual(['customer']);
  });

  it('decides again up to nine times before it gives up', async () => {
    const { id } = await service.execute(register());
    const losing = (times: number) => {
      const lost: string[] = [];
      const append: EventStore['append'] = async (stream, expected, events) => {
        if (lost.length < times) throw new WrongExpectedRevision(stream, expected, expected + 1);
        return store.append(stream, expected, events);
      };
      const slower = new CommandService({ store: but({ append }), onConflict: aggregate => lost.push(aggregate) });
      return { lost, assigned: slower.execute(assign(id)) };
    };
    await expect(losing(9).assigned).resolves.toMatchObject({ revision: 1 });
    const { lost, assigned } = losing(Infinity);
    await expect(assigned).rejects.toThrow(StaleRevision);
    expect(lost).toHaveLength(10);
  });

  it('sees what another process has appended since', async () => {
    const { id } = await service.execute(register());
    await new CommandService({ store }).execute(archive(id));
    await expect(service.execute(assign(id))).rejects.toMatchObject({ name: 'Refusal' });
  });

  it('knows no record that is not there, and no future', async () => {
    await expect(service.execute(archive('nobody'))).rejects.toMatchObject({ kind: 'missing' });
    const occurredAt = new Date(now + 3_600_000).toISOString();
    await expect(service.execute(register({ occurredAt }))).rejects.toMatchObject({
      code: 'in-the-future',
      field: '/occurredAt',
    });
  });

  it('takes a command without a time for no earlier than what its record tells, whatever the clocks', async () => {
    const at = (millis: number) => new Date(now + millis).toISOString();
    const ahead = new CommandService({ store, clock: () => now + 20 });
    const restarted = new CommandService({ store, clock: () => now });

    const { id } = await service.execute(register({ occurredAt: at(-5_000) }));
    await service.execute(assign(id));
    await ahead.execute(assign(id));
    await service.execute(assign(id, { occurredAt: at(-3_000) }));
    await service.execute(assign(id));
    await restarted.execute(assign(id));
    const { id: soon } = await service.execute(register({ occurredAt: at(40_000) }));
    await service.execute(archive(soon));

    const told = (await feed()).filter(({ type }) => !type.startsWith('claim.')).map(event => decode(event).occurredAt);
    expect(told).toEqual([-5_000, 0, 20, -3_000, 20, 20, 40_000, 40_000].map(at));
  });

  it('lets what follows from what is told late have happened later', async () => {
    const order = aggregateNamed('order');
    const day = (of: number) => `2026-03-0${of}T10:00:00.000Z`;
    const usd = { amount: '1.00', currency: 'USD' };
    const lines = ['l1', 'l2'].map(lineId => ({
      lineId,
      productId: 'p',
      name: 'P',
      qty: 1,
      unitPrice: usd,
      taxPct: 0,
    }));
    const { id: customerId } = await service.execute(register({ occurredAt: day(1) }));
    const placing = request('PlaceOrder', { customerId, lines, occurredAt: day(1) }, { aggregate: order });
    const { id: aggregateId } = await service.execute(placing);
    const tell = (command: string, body: Record<string, unknown>) =>
      service.execute(request(command, body, { aggregate: order, aggregateId }));
    for (const lineId of ['l1', 'l2'])
      await tell('RecordShipment', { shipmentId: lineId, lines: [{ lineId, qty: 1 }], occurredAt: day(2) });
    await tell('RecordDelivery', { shipmentId: 'l2', occurredAt: day(8) });
    await tell('RecordDelivery', { shipmentId: 'l1', occurredAt: day(3) });

    const told = (await feed()).slice(-3).map(event => decode(event));
    expect(told.map(({ type, occurredAt }) => [type, occurredAt])).toEqual([
      ['order.delivered', day(8)],
      ['order.delivered', day(3)],
      ['order.completed', day(8)],
    ]);
  });

  it('answers a command that changes nothing with no events', async () => {
    const { id } = await service.execute(register());
    await service.execute(archive(id));
    await expect(service.execute(archive(id))).resolves.toMatchObject({ events: [], revision: 1 });
  });
});

describe('unique values', () => {
  const taken = { kind: 'exists', code: 'customer-code-taken' };

  it('belong to the first who claims them, whatever the letters’ case', async () => {
    await service.execute(register({ code: 'C-1' }));
    await expect(service.execute(register({ code: 'c-1' }))).rejects.toMatchObject(taken);
  });

  it('go to exactly one of many that ask at once', async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, () => service.execute(register({ code: 'C-1' }))),
    );
    expect(asked.filter(one => one.status === 'fulfilled')).toHaveLength(1);
    expect((await feed()).filter(event => event.type === 'customer.registered')).toHaveLength(1);
  });

  it('are free again a minute after a claim that was never used', async () => {
    const failing: EventStore = but({
      append: (stream, expected, events) => {
        if (stream.startsWith('customer-')) throw new Error('killed between claim and append');
        return store.append(stream, expected, events);
      },
    });
    await expect(new CommandService({ store: failing }).execute(register({ code: 'C-1' }))).rejects.toThrow('killed');
    await expect(service.execute(register({ code: 'C-1' }))).rejects.toMatchObject(taken);
    now += ABANDONED_AFTER_MS + 1_000;
    await expect(service.execute(register({ code: 'C-1' }))).resolves.toMatchObject({ revision: 0 });
  });

  it('stand in streams that do not tell them', async () => {
    await service.execute(register({ code: 'C-SECRET' }));
    const stream = claimStream('main', { kind: 'customer-code', value: 'c-secret' });
    const events = await store.readStream(stream, { direction: 'forwards', limit: 10 });
    expect(events).toHaveLength(1);
    expect(stream).toMatch(/^claim-customer-code\.[0-9a-f]{32}$/);
    expect(Buffer.from(events[0]!.data).toString()).not.toMatch(/secret/i);
  });
});
