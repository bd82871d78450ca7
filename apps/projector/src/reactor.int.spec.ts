import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandService, commandIdOf } from '@touchstream/command-service';
import { aggregateNamed, type Customer } from '@touchstream/domain';
import { decode, decodeMetadata, encode, uuidv7, type EventEnvelope, type StoredEvent } from '@touchstream/events';
import { SqliteEventStore, START, type EventStore } from '@touchstream/event-store';
import { createLogger } from '@touchstream/platform';
import { SqliteViewStore } from '@touchstream/view-store';
import { consequencesOf, createReactor } from './reactor.js';

const SOON = { timeoutMs: 10_000 };
let folder: string;
let eventStore: SqliteEventStore;
let viewStore: SqliteViewStore;
let commands: CommandService;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchstream-reactor-'));
  eventStore = await SqliteEventStore.open({ path: join(folder, 'events.db') });
  viewStore = await SqliteViewStore.open({ path: join(folder, 'views.db') });
  commands = new CommandService({ store: eventStore });
});
afterEach(async () => {
  await viewStore.close();
  await eventStore.close();
  rmSync(folder, { recursive: true });
});

const send = (key: string, aggregate: string, command: string, { id, ...body }: Record<string, unknown>) => {
  const commandId = commandIdOf('main', key);
  return commands.execute({
    aggregate: aggregateNamed(aggregate),
    command,
    body,
    context: { tenantId: 'main', actor: { id: 'ann', kind: 'user' }, commandId, correlationId: key },
    ...(id !== undefined && { aggregateId: id as string }),
  });
};
const customerOf = async (ownerId: string, name: string) =>
  (await send(name, 'customer', 'RegisterCustomer', { kind: 'business', name, ownerId })).id;
const ownerOf = async (id: string) =>
  ((await commands.read('customer', id)).state as Customer & { ownerId?: string }).ownerId;
const reactor = (more: { readonly commands?: CommandService; readonly eventStore?: EventStore } = {}) =>
  createReactor({
    commands,
    eventStore,
    viewStore,
    logger: createLogger('test', 'silent'),
    tuning: { tickMs: 20 },
    ...more,
  });
const replaceViews = async () => {
  await viewStore.close();
  viewStore = await SqliteViewStore.open({ path: join(folder, 'anew.db') });
};
/** Lets a reactor take in all there is, and gives its status. */
const runToEnd = async (running = reactor()) => {
  running.start();
  await running.whenCaughtUp(SOON);
  const status = running.status();
  await running.stop();
  return status;
};
const handOver = (...customerIds: string[]) =>
  send('hand-over', 'portfolio', 'HandOverPortfolio', { from: 'ann', to: 'bob', customerIds });

/** The real store, but for some of its calls. */
const but = (changes: Partial<EventStore>): EventStore =>
  new Proxy<EventStore>(eventStore, {
    get: (target, name: keyof EventStore) =>
      changes[name] ?? (target[name] as (...args: never[]) => unknown).bind(target),
  });
/** The events as a program finds them that is older than the one which wrote them; and after two looks as its successor does. */
const upgradedAfterTwoLooks = () => {
  let looks = 0;
  const newer = (one: StoredEvent) => ({ ...one, metadata: encode({ ...decodeMetadata(one), schemaVersion: 99 }) });
  return (events: readonly StoredEvent[]) => (events.length > 0 && (looks += 1) <= 2 ? events.map(newer) : events);
};
const assigned = async () =>
  (await eventStore.readFeed({ after: START, limit: 100, filter: { types: ['customer.owner-assigned'] } })).events;

describe('the reactor', () => {
  it('assigns the customers of a portfolio that was handed over, each once, also when it is run again from the start', async () => {
    const ids = [await customerOf('ann', 'One'), await customerOf('ann', 'Two')];
    await send('hand-over', 'portfolio', 'HandOverPortfolio', { from: 'ann', to: 'bob', customerIds: ids });
    await runToEnd();
    await replaceViews();
    await runToEnd();
    expect(await Promise.all(ids.map(ownerOf))).toEqual(['bob', 'bob']);
    // One for each at its registration, one for each by the hand-over.
    expect(await assigned()).toHaveLength(4);
  });

  it('records whose request it carries out, and of which event it is the consequence', async () => {
    const id = await customerOf('ann', 'One');
    const handedOver = await send('hand-over', 'portfolio', 'HandOverPortfolio', {
      from: 'ann',
      to: 'bob',
      customerIds: [id],
    });
    await runToEnd();
    const metadata = JSON.parse(Buffer.from((await assigned()).at(-1)!.metadata).toString()) as unknown;
    expect(metadata).toMatchObject({
      actor: { id: 'reactor', kind: 'system', onBehalfOf: 'ann' },
      causationId: handedOver.events[0]?.id,
      correlationId: 'hand-over',
      customerId: id,
    });
  });

  it('leaves a customer that has got another owner meanwhile, shows it, and goes on', async () => {
    const [taken, free] = [await customerOf('ann', 'One'), await customerOf('ann', 'Two')];
    await send('hand-over', 'portfolio', 'HandOverPortfolio', { from: 'ann', to: 'bob', customerIds: [taken, free] });
    await send('meanwhile', 'customer', 'AssignOwner', { id: taken, ownerId: 'eve' });
    expect(await runToEnd()).toMatchObject({ skipped: { keys: 1, events: 1 } });
    expect([await ownerOf(taken!), await ownerOf(free!)]).toEqual(['eve', 'bob']);
  });

  it.each([
    ['was refused', 'eve', 'owner-changed', 1],
    ['had nothing to change', 'bob', undefined, 0],
  ])('does not decide anew what %s, when the views are replaced', async (_, meanwhile, refusal, skipped) => {
    const id = await customerOf('ann', 'One');
    await handOver(id);
    await send('meanwhile', 'customer', 'AssignOwner', { id, ownerId: meanwhile });
    expect(await runToEnd()).toMatchObject({ skipped: { events: skipped } });
    await send('back', 'customer', 'AssignOwner', { id, ownerId: 'ann' });
    await replaceViews();
    expect(await runToEnd()).toMatchObject({ skipped: { events: skipped } });
    expect(await ownerOf(id)).toBe('ann');
    const { events } = await eventStore.readFeed({ after: START, limit: 9, filter: { types: ['reaction.settled'] } });
    expect(events.map(one => decode(one).data)).toEqual([
      { aggregate: 'customer', aggregateId: id, command: 'AssignOwner', ...(refusal && { refusal }) },
    ]);
  });

  it('takes a reaction for done that another version of this program has carried out in other words', async () => {
    const id = await customerOf('ann', 'One');
    const { stream } = await handOver(id);
    const [handedOver] = await eventStore.readStream(stream, { direction: 'forwards', limit: 1 });
    const [assign] = consequencesOf(decode(handedOver!) as EventEnvelope);
    await commands.execute({ ...assign!, body: { ...assign!.body, reason: 'handed over' } });
    expect(await runToEnd()).toMatchObject({ skipped: { events: 0 } });
    expect(await ownerOf(id)).toBe('bob');
  });

  it('leaves a customer whose record is damaged, shows it, and goes on', async () => {
    const [damaged, sound] = [await customerOf('ann', 'One'), await customerOf('ann', 'Two')];
    await handOver(damaged, sound);
    const metadata = encode({ schemaVersion: 1, occurredAt: new Date().toISOString() });
    await eventStore.append(`customer-${damaged}`, 1, [
      { id: uuidv7(), type: 'customer.owner-assigned', data: encode([]), metadata },
    ]);
    expect(await runToEnd()).toMatchObject({ skipped: { keys: 1, events: 1 } });
    expect(await ownerOf(sound)).toBe('bob');
  });

  it('waits for a newer program where a customer has an event that only that one can read', async () => {
    const id = await customerOf('ann', 'One');
    await handOver(id);
    const seen = upgradedAfterTwoLooks();
    const readStream: EventStore['readStream'] = async (...args) => seen(await eventStore.readStream(...args));
    const running = reactor({ commands: new CommandService({ store: but({ readStream }) }) });
    expect(await runToEnd(running)).toMatchObject({ skipped: { keys: 0, events: 0 } });
    expect(await ownerOf(id)).toBe('bob');
  });

  it('waits for a newer program where only that one can read the event itself', async () => {
    const id = await customerOf('ann', 'One');
    await handOver(id);
    const seen = upgradedAfterTwoLooks();
    const running = reactor({
      eventStore: but({
        async *subscribe(options) {
          for await (const batch of eventStore.subscribe(options)) yield { ...batch, events: seen(batch.events) };
        },
      }),
    });
    expect(await runToEnd(running)).toMatchObject({ skipped: { keys: 0, events: 0 } });
    expect(await ownerOf(id)).toBe('bob');
  });

  it('takes the time of an event as it was taken, though its own clock is behind', async () => {
    const id = await customerOf('ann', 'One');
    const occurredAt = new Date(Date.now() + 50_000).toISOString();
    await send('hand-over', 'portfolio', 'HandOverPortfolio', {
      from: 'ann',
      to: 'bob',
      customerIds: [id],
      occurredAt,
    });
    const running = reactor({ commands: new CommandService({ store: eventStore, clock: () => Date.now() - 20_000 }) });
    await runToEnd(running);
    expect(await ownerOf(id)).toBe('bob');
  });
});
